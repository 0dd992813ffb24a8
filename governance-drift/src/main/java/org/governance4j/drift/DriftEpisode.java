package org.governance4j.drift;

import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;

/**
 * From the first detection of drift in a stream until the stream is at rest again. Made so that a
 * stream that goes on drifting raises one entry when it begins, one whenever it turns, and one when
 * it ends. One thread.
 */
final class DriftEpisode {

  private static final int WAYS = DriftDetector.UP | DriftDetector.DOWN;

  private final Calm calm;
  private boolean open;
  private int direction; // of the latest entry: UP, DOWN, or 0 if unknown
  private long first;
  private long last;
  private long detections;
  private long quiet;
  private long since;
  private double sum;
  private double before = Double.NaN; // the mean before the first detection, where known
  private double level = Double.NaN; // the mean at which the latest episode ended

  DriftEpisode(Calm calm) {
    this.calm = calm;
  }

  /**
   * Whether a detection is the change of the latest, ended episode once more: a detector that keeps
   * values from before it may split them again where it did. It lies before the last detection of
   * that episode, goes the same way, and starts from nearer the level before it than from the one
   * at which it ended.
   */
  boolean repeats(DriftEvent event) {
    return !open
        && event.changeIndex() >= 0
        && event.changeIndex() <= last
        && direction != 0
        && (event.status() & WAYS) == direction
        && Math.abs(event.before() - before) < Math.abs(event.before() - level);
  }

  /**
   * Notes a detection.
   *
   * @param position where it was detected
   * @param event the detection
   * @return whether it is worth an entry: the first of an episode, or one in the other direction
   *     than the latest that was
   */
  boolean detected(long position, DriftEvent event) {
    boolean begins = !open;
    if (begins) {
      open = true;
      first = position;
      detections = 0;
      direction = 0;
      before = event.before();
    }
    int towards = event.status() & WAYS;
    if (towards == WAYS) {
      towards = 0;
    }
    boolean turns = towards != 0 && (direction ^ towards) == WAYS;
    if (towards != 0 && (begins || turns || direction == 0)) {
      direction = towards;
    }
    detections++;
    last = position;
    quiet = 0;
    sum = 0;
    since = calm.now();
    return begins || turns;
  }

  /** Notes a value without a detection; whether it ends the episode. */
  boolean quiet(double value) {
    quiet++;
    sum += value;
    if (!calm.enough(quiet, since)) {
      return false;
    }
    open = false;
    level = sum / quiet;
    return true;
  }

  void write(StateWriter out) {
    out.put(open);
    out.put(direction);
    out.put(first);
    out.put(last);
    out.put(detections);
    out.put(quiet);
    out.put(since);
    out.put(sum);
    out.put(before);
    out.put(level);
  }

  void read(StateReader in) {
    open = in.flag("open");
    direction = in.integer("direction", 0, WAYS);
    first = in.integer64("first", 0, Long.MAX_VALUE);
    last = in.integer64("last", 0, Long.MAX_VALUE);
    detections = in.integer64("detections", 0, Long.MAX_VALUE);
    quiet = in.integer64("quiet", 0, Long.MAX_VALUE);
    since = in.integer64("since", Long.MIN_VALUE, Long.MAX_VALUE);
    sum = in.any("sum");
    before = in.any("before");
    level = in.any("level");
  }

  boolean open() {
    return open;
  }

  /** What there is to say about the episode that ended, in positions of the stream. */
  Recovery recovery(long position) {
    return new Recovery(position, first, last, detections, quiet, before, level);
  }

  /**
   * The end of an episode.
   *
   * @param index the position of the value that ended it
   * @param first the position of the first detection
   * @param last the position of the last one
   * @param detections how many there were
   * @param quiet how many values came after the last one
   * @param before the mean before the first detection, as its detector saw it; NaN if unknown
   * @param level the mean of the quiet values
   */
  record Recovery(
      long index,
      long first,
      long last,
      long detections,
      long quiet,
      double before,
      double level) {}
}
