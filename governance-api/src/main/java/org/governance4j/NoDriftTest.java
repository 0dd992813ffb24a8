package org.governance4j;

import java.util.Objects;

/** The null object of {@link DriftTest}. */
final class NoDriftTest implements DriftTest {
  static final NoDriftTest INSTANCE = new NoDriftTest();

  private static final DriftReport NOTHING =
      new DriftReport("none", Double.NaN, Double.NaN, Double.NaN, Double.NaN, false);

  private NoDriftTest() {}

  @Override
  public String name() {
    return "none";
  }

  @Override
  public DriftReport compare(double[] reference, double[] current) {
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(current, "current");
    return NOTHING;
  }
}
