package org.governance4j.drift;

/** The counts of one {@link Rddm} stream; one owner, not safe for more than one thread. */
final class RddmState extends DdmChart<Rddm> {

  private final int maxConcept;
  private final int minStable;
  private final int warnLimit;
  private final BitRing recent;

  RddmState(Rddm config) {
    super(config, config.warmStart(), config.warningThreshold(), config.driftThreshold());
    this.maxConcept = config.maxConcept();
    this.minStable = config.minStable();
    this.warnLimit = config.warnLimit();
    this.recent = new BitRing(minStable);
  }

  @Override
  public int update(double value) {
    int error = ErrorBit.of(value);
    if (error < 0) {
      return REFUSED;
    }
    if ((status & DRIFT) != 0) {
      rebuild(seen - Math.min(seen - begin - calm, minStable));
    }
    recent.put(seen, error);
    seen++;
    errors += error;
    if (inZone() && seen < deadline || stillFalling(error)) {
      return status;
    }
    status = judge(error);
    return status;
  }

  @Override
  void forget() {
    recent.clear();
    super.forget();
  }

  @Override
  void write(StateWriter out) {
    super.write(out);
    recent.write(out);
  }

  @Override
  void read(StateReader in) {
    super.read(in);
    recent.read(in);
  }

  private int judge(int error) {
    int judged = classify(error);
    if ((judged & WARNING) != 0) {
      deadline = begin + calm + warnLimit;
      return seen >= deadline ? DRIFT | UP : judged;
    }
    if (judged == NONE) {
      if (seen - begin >= maxConcept) {
        rebuild(seen - minStable);
        deadline = seen + 1;
      } else {
        deadline = Math.min(deadline, begin + maxConcept);
      }
    }
    return judged;
  }

  /** The statistics over the values that are kept, as if they alone had been seen. */
  private void rebuild(long from) {
    restart(from);
    long n = 0;
    for (long i = from; i < seen; i++) {
      errors += recent.get(i);
      n++;
      register(n);
    }
    deadline = seen + 1;
  }
}
