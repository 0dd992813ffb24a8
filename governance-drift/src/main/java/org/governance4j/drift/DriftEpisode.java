package org.governance4j.drift;

/**
 * From the first detection of drift in a stream until the stream is at rest again. Made so that a
 * stream that goes on drifting raises one entry when it begins and one when it ends. One thread.
 */
final class DriftEpisode {

  private final Calm calm;
  private boolean open;
  private long first;
  private long last;
  private long detections;
  private long quiet;
  private long since;
  private double sum;

  DriftEpisode(Calm calm) {
    this.calm = calm;
  }

  /** Notes a detection at that position; whether it is the first of an episode. */
  boolean detected(long position) {
    boolean begins = !open;
    if (begins) {
      open = true;
      first = position;
      detections = 0;
    }
    detections++;
    last = position;
    quiet = 0;
    sum = 0;
    since = calm.now();
    return begins;
  }

  /** Notes a value without a detection; whether it ends the episode. */
  boolean quiet(double value) {
    quiet++;
    sum += value;
    open = !calm.enough(quiet, since);
    return !open;
  }

  /** What there is to say about the episode that ended, in positions of the stream. */
  Recovery recovery(long position) {
    return new Recovery(position, first, last, detections, quiet, sum / quiet);
  }

  /**
   * The end of an episode.
   *
   * @param index the position of the value that ended it
   * @param first the position of the first detection
   * @param last the position of the last one
   * @param detections how many there were
   * @param quiet how many values came after the last one
   * @param level their mean
   */
  record Recovery(long index, long first, long last, long detections, long quiet, double level) {}
}
