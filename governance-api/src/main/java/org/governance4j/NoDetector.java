package org.governance4j;

/** The null object of {@link DriftDetector}. */
final class NoDetector implements DriftDetector {
  static final NoDetector INSTANCE = new NoDetector();

  private static final DriftEvent NOTHING =
      new DriftEvent(
          "none", NONE, -1, -1, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  private NoDetector() {}

  @Override
  public String name() {
    return "none";
  }

  @Override
  public int update(double value) {
    return Double.isFinite(value) ? NONE : REFUSED;
  }

  @Override
  public DriftEvent lastEvent() {
    return NOTHING;
  }

  @Override
  public void reset() {}
}
