package org.governance4j;

/**
 * A streaming change detector over one stream of numbers.
 *
 * <p>A detector is made by its immutable configuration, belongs to one owner and one stream, and is
 * not safe for more than one thread. {@link #update} allocates nothing.
 *
 * <p>A value that is not finite, or out of the detector's range, is refused by the status {@link
 * #REFUSED}, never by an exception: the state stays as it was, and counting it is the caller's.
 */
public interface DriftDetector {

  /** Status bit set: nothing to report. */
  int NONE = 0;

  /** Status bit: the warning zone; the stream may be about to change. */
  int WARNING = 1;

  /** Status bit: a change was detected with this value. */
  int DRIFT = 2;

  /** Status bit, only beside {@link #WARNING} or {@link #DRIFT}: the level went up. */
  int UP = 4;

  /** Status bit, only beside {@link #WARNING} or {@link #DRIFT}: the level went down. */
  int DOWN = 8;

  /** Status, always alone: the value is not finite or out of range and was not taken. */
  int REFUSED = 16;

  /** The algorithm and, where it matters, its variant, for example {@code ADWIN}. */
  String name();

  /**
   * Takes the next value of the stream.
   *
   * @param value a finite number in the detector's documented range
   * @return a set of the status bits above, {@link #NONE} most of the time
   */
  int update(double value);

  /**
   * What the last value that was taken showed; allocates, so ask when the status says there is
   * reason.
   */
  DriftEvent lastEvent();

  /** Forgets everything: the next value is the first of a new stream. */
  void reset();

  /** A detector that accepts every value and never reports a change. */
  static DriftDetector none() {
    return NoDetector.INSTANCE;
  }
}
