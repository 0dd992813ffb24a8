package org.governance4j.drift;

/** The counts of one {@link Ddm} stream; one owner, not safe for more than one thread. */
final class DdmState extends DdmChart<Ddm> {

  DdmState(Ddm config) {
    super(config, config.warmStart(), config.warningThreshold(), config.driftThreshold());
  }

  @Override
  public int update(double value) {
    int error = ErrorBit.of(value);
    if (error < 0) {
      return REFUSED;
    }
    if ((status & DRIFT) != 0) {
      restart(seen);
    }
    seen++;
    errors += error;
    if (inZone() && seen < deadline || stillFalling(error)) {
      return status;
    }
    status = classify(error);
    return status;
  }
}
