package org.governance4j.tck;

import java.util.Arrays;
import java.util.Set;
import org.governance4j.DriftReport;
import org.governance4j.DriftTest;

/** The distance between the means. */
final class ToyDriftTest implements DriftTest {

  enum Fault implements PlantedFault {
    NONE,
    ALWAYS_DRIFT("D20", "D22"),
    NEVER_DRIFT("D21", "D22"),
    CONTRADICTS_ITS_SCORE("D22"),
    HAS_ANOTHER_NAME("D22"),
    ACCEPTS_NAN("D23"),
    DOES_NOT_SAY_WHERE("D23"),
    ACCEPTS_NOTHING_AT_ALL("D24"),
    SORTS_THE_SAMPLE("D25"),
    SERVES_ONE_THREAD("D26");

    private final Set<String> breaks;

    Fault(String... breaks) {
      this.breaks = Set.of(breaks);
    }

    @Override
    public Set<String> breaks() {
      return breaks;
    }
  }

  private final Fault fault;
  private final OneThread thread = new OneThread();

  ToyDriftTest(Fault fault) {
    this.fault = fault;
  }

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public DriftReport compare(double[] reference, double[] current) {
    if (fault == Fault.SERVES_ONE_THREAD) {
      thread.check();
    }
    double distance = Math.abs(mean("reference", reference) - mean("current", current));
    if (fault == Fault.SORTS_THE_SAMPLE) {
      Arrays.sort(reference);
    }
    boolean drifted = distance > 1;
    double score = fault == Fault.CONTRADICTS_ITS_SCORE ? -distance : distance;
    return new DriftReport(
        fault == Fault.HAS_ANOTHER_NAME ? "another" : name(),
        distance,
        Double.NaN,
        score,
        1,
        switch (fault) {
          case ALWAYS_DRIFT -> true;
          case NEVER_DRIFT -> false;
          default -> drifted;
        });
  }

  private double mean(String sample, double[] values) {
    if (values.length == 0 && fault != Fault.ACCEPTS_NOTHING_AT_ALL) {
      throw new IllegalArgumentException("the " + sample + " sample is empty");
    }
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i]) && fault != Fault.ACCEPTS_NAN) {
        String where = fault == Fault.DOES_NOT_SAY_WHERE ? "" : "[" + i + "]";
        throw new IllegalArgumentException(
            "the value " + sample + where + " is not finite: " + values[i]);
      }
      sum += values[i];
    }
    return sum / values.length;
  }
}
