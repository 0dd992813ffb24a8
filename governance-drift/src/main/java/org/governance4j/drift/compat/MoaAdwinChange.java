package org.governance4j.drift.compat;

import org.governance4j.drift.compat.ReferenceAdwin.Flavour;

/** MOA's ADWINChangeDetector: its ADWIN, but only the changes with which the estimate rose. */
final class MoaAdwinChange extends MoaDetector {

  private final ReferenceAdwin adwin;

  MoaAdwinChange(String name, double delta) {
    super(name);
    adwin = new ReferenceAdwin(name, Flavour.MOA, delta, 32, 5, 5, 10);
  }

  @Override
  int take(double value) {
    double before = adwin.mean();
    int answer = adwin.take(value);
    estimation = adwin.mean();
    return answer == DRIFT && estimation > before ? DRIFT : NONE;
  }

  @Override
  void clear() {
    adwin.clear();
    estimation = 0;
  }
}
