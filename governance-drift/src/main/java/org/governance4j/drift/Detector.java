package org.governance4j.drift;

import org.governance4j.DriftEvent;

/**
 * What the detectors of this package have in common. Each writes its own {@link #update}: a shared
 * one that called a method of theirs would be slower than most of them.
 *
 * <p>An {@code update} that takes a value counts it in {@link #seen} and keeps its answer in {@link
 * #status}; one that refuses it returns {@code REFUSED} and changes nothing at all.
 */
abstract class Detector<C extends DetectorConfig> implements StreamingDetector {

  final C config;

  /** How many values were taken since the detector was made or reset by its owner. */
  long seen;

  /** Of the last value that was taken. */
  int status;

  Detector(C config) {
    this.config = config;
  }

  @Override
  public final String name() {
    return config.name();
  }

  @Override
  public final C config() {
    return config;
  }

  @Override
  public final int status() {
    return status;
  }

  @Override
  public final long count() {
    return seen;
  }

  @Override
  public final byte[] state() {
    return StateFormat.state(this);
  }

  /** The event of the value taken last, if there is nothing to report of it. */
  final DriftEvent calmEvent(double statistic, double threshold, double logP, double current) {
    return new DriftEvent(
        name(), NONE, seen - 1, -1, statistic, threshold, logP, Double.NaN, current);
  }

  /** The event of the value taken last, with the status it has. */
  final DriftEvent event(
      long changeIndex,
      double statistic,
      double threshold,
      double logP,
      double before,
      double after) {
    return new DriftEvent(
        name(), status, seen - 1, changeIndex, statistic, threshold, logP, before, after);
  }

  /** Writes everything but the configuration. */
  abstract void write(StateWriter out);

  /**
   * Takes over what {@link #write} wrote. The bytes are those of this configuration and undamaged,
   * but may have been made by somebody else: no size may be believed before it is checked.
   */
  abstract void read(StateReader in);
}
