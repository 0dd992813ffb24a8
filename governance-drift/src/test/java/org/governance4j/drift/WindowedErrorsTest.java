package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/** STEPD, WSTD, FHDDM, FHDDMS and MDDM, whose formulas are over windows of the history. */
class WindowedErrorsTest {

  private static final int UP = DriftDetector.DRIFT | DriftDetector.UP;
  private static final int WARNING = DriftDetector.WARNING | DriftDetector.UP;

  /** The status of a history, which is forgotten after a drift. */
  private record Plain(List<Double> history, Function<List<Double>, Integer> formula)
      implements ErrorStreams.Naive {
    Plain(Function<List<Double>, Integer> formula) {
      this(new ArrayList<>(), formula);
    }

    @Override
    public int update(double value) {
      history.add(value);
      int status = formula.apply(history);
      if ((status & DriftDetector.DRIFT) != 0) {
        history.clear();
      }
      return status;
    }
  }

  /** The window with the lowest weighted mean so far, found anew when values were forgotten. */
  private static final class Lowest {
    private final double[] weights;
    private double lowest;

    Lowest(double... weights) {
      this.weights = weights;
    }

    /** By how much the weighted mean of the last values exceeds the lowest one; 0 before any. */
    double excess(List<Double> history) {
      int n = history.size();
      if (n < weights.length) {
        return 0;
      }
      double sum = 0;
      double all = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * history.get(n - weights.length + i);
        all += weights[i];
      }
      lowest = n == weights.length ? sum / all : Math.min(lowest, sum / all);
      return sum / all - lowest;
    }
  }

  @Test
  @Rule("D39")
  void stepd_decides_as_its_formula_does() {
    NormalDistribution normal = new NormalDistribution();
    for (Stepd config : List.of(Stepd.defaults(), new Stepd(70, .0005, .2))) {
      compare(
          config,
          true,
          history -> {
            int w = config.windowSize();
            int older = history.size() - w;
            if (older < w) {
              return 0;
            }
            double k0 = sum(history, 0, older);
            double k1 = sum(history, older, older + w);
            double p = (k0 + k1) / (older + w);
            double inverses = 1. / older + 1. / w;
            double z = (k1 / w - k0 / older - .5 * inverses) / Math.sqrt(p * (1 - p) * inverses);
            double level = 2 * normal.cumulativeProbability(-z);
            return !(z > 0)
                ? 0
                : level < config.alphaDrift() ? UP : level < config.alphaWarning() ? WARNING : 0;
          });
    }
  }

  @Test
  @Rule("D39")
  void wstd_decides_as_its_formula_does() {
    NormalDistribution normal = new NormalDistribution();
    for (Wstd config : List.of(Wstd.defaults(), new Wstd(50, 120, .0005, .2))) {
      compare(
          config,
          true,
          history -> {
            int w = config.windowSize();
            int older = Math.min(config.maxOld(), history.size() - w);
            if (older < w) {
              return 0;
            }
            int end = history.size();
            double n = older + w;
            double ones = sum(history, end - older - w, end);
            double zeros = n - ones;
            double rank = 0;
            for (double value : history.subList(end - w, end)) {
              rank += value == 0 ? (zeros + 1) / 2 : zeros + (ones + 1) / 2;
            }
            double ties = Math.pow(ones, 3) - ones + Math.pow(zeros, 3) - zeros;
            double variance = w * older / 12. * (n + 1 - ties / (n * (n - 1)));
            double z = (rank - w * (n + 1) / 2) / Math.sqrt(variance);
            double level = 2 * normal.cumulativeProbability(-z);
            return !(z > 0) || ones == 0 || zeros == 0
                ? 0
                : level < config.alphaDrift() ? UP : level < config.alphaWarning() ? WARNING : 0;
          });
    }
  }

  @Test
  @Rule("D39")
  void fhddm_decides_as_its_formula_does() {
    for (Fhddm config : List.of(Fhddm.defaults(), new Fhddm(37, .01))) {
      int n = config.slidingWindowSize();
      Lowest lowest = new Lowest(ones(n));
      double bound = Math.sqrt(Math.log(1 / config.confidenceLevel()) / (2 * n));
      compare(config, false, history -> lowest.excess(history) >= bound ? UP : 0);
    }
  }

  @Test
  @Rule("D39")
  void fhddms_decides_as_its_formula_does() {
    for (Fhddms config : List.of(Fhddms.defaults(), new Fhddms(63, 12, .01))) {
      int n = config.slidingWindowSize();
      int m = config.shortWindowSize();
      Lowest longWindow = new Lowest(ones(n));
      Lowest shortWindow = new Lowest(ones(m));
      double log = Math.log(1 / config.confidenceLevel());
      compare(
          config,
          false,
          history -> {
            boolean drift = longWindow.excess(history) >= Math.sqrt(log / (2 * n));
            return shortWindow.excess(history) >= Math.sqrt(log / (2 * m)) || drift ? UP : 0;
          });
    }
  }

  @Test
  @Rule("D39")
  void mddm_decides_as_its_formula_does() {
    for (Mddm.Weights weights : Mddm.Weights.values()) {
      for (Mddm config :
          List.of(new Mddm(100, 1e-6, weights, .01), new Mddm(41, .001, weights, .2))) {
        int n = config.slidingWindowSize();
        double[] w = new double[n];
        double all = 0;
        for (int i = 0; i < n; i++) {
          w[i] =
              switch (weights) {
                case ARITHMETIC -> 1 + i * config.growth();
                case GEOMETRIC -> Math.pow(1 + config.growth(), i);
                case EULER -> Math.exp(config.growth() * i);
              };
          all += w[i];
        }
        double squares = 0;
        for (double weight : w) {
          squares += weight / all * (weight / all);
        }
        double bound = Math.sqrt(squares / 2 * Math.log(1 / config.confidenceLevel()));
        Lowest lowest = new Lowest(w);
        compare(config, false, history -> lowest.excess(history) >= bound ? UP : 0);
      }
    }
  }

  @Test
  void stepd_by_hand() {
    // 4 older values with no error, 4 recent ones with 4: p = ½; z = (1 − ¼)/√(¼·½) = 2.1213.
    DriftDetector detector = new Stepd(4, .05, .05).start();
    for (int i = 0; i < 7; i++) {
      assertEquals(DriftDetector.NONE, detector.update(i < 4 ? 0 : 1));
    }
    assertEquals(UP, detector.update(1));
    DriftEvent event = detector.lastEvent();
    assertEquals(.75 / Math.sqrt(.125), event.statistic(), 1e-15);
    assertEquals(1.9599639845400545, event.threshold(), 1e-12); // scipy: norm.isf(.025)
    assertEquals(Math.log(.03389485352468927), event.logP(), 1e-9); // 2·norm.sf(2.1213203435596424)
    assertEquals(4, event.changeIndex());
    assertEquals(0, event.before());
    assertEquals(1, event.after());
  }

  @Test
  void wstd_by_hand() {
    // Ranks of 0 0 0 0 1 | 1 1 1 1 1: zeros 2.5, ones 7.5; R = 37.5, mean 27.5, variance
    // 25/12·(11 − (60 + 210)/90) = 16.667; z = 2.449.
    DriftDetector detector = new Wstd(5, 5, .02, .02).start();
    for (int i = 0; i < 9; i++) {
      assertEquals(DriftDetector.NONE, detector.update(i < 4 ? 0 : 1));
    }
    assertEquals(UP, detector.update(1));
    assertEquals(10 / Math.sqrt(50 / 3.), detector.lastEvent().statistic(), 1e-14);
  }

  @Test
  void fhddm_by_hand() {
    // n = 8, confidence e⁻⁴: bound ½, so 4 errors more than the fewest.
    DriftDetector detector = new Fhddm(8, Math.exp(-4)).start();
    for (int i = 0; i < 13; i++) {
      assertEquals(DriftDetector.NONE, detector.update(i < 10 ? 0 : 1), "value " + i);
    }
    assertEquals(UP, detector.update(1));
    DriftEvent event = detector.lastEvent();
    assertEquals(.5, event.statistic());
    assertEquals(.5, event.threshold(), 1e-15);
    assertEquals(-4, event.logP(), 1e-15);
    assertEquals(10, event.changeIndex());
  }

  @Test
  void they_tell_where_the_change_was() {
    ErrorStreams.locatesTheChange(new Stepd(30, 1e-6, .01), 12);
    ErrorStreams.locatesTheChange(new Wstd(30, 4_000, 1e-6, .01), 12);
    ErrorStreams.locatesTheChange(Fhddm.defaults(), 12);
    ErrorStreams.locatesTheChange(Fhddms.defaults(), 12);
    ErrorStreams.locatesTheChange(Mddm.defaults(), 12);
  }

  @Test
  void the_normal_tail_agrees_with_other_implementations() {
    // scipy: norm.logsf(z)
    assertEquals(-.6931471805599453, NormalTail.log(0, false), 1e-15);
    assertEquals(-3.7831843336820317, NormalTail.log(2, false), 1e-13);
    assertEquals(-15.064998393988727, NormalTail.log(5, false), 1e-12);
    assertEquals(-53.23128515051248, NormalTail.log(10, false), 1e-12);
    assertEquals(-804.6084420137539, NormalTail.log(40, false), 1e-10);
    for (double z : new double[] {.1, 1, 2.9, 4.999, 5, 7, 50, 1e4}) {
      assertEquals(z, NormalTail.quantile(NormalTail.log(z, false)), 1e-9 * z);
    }
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("windowSize", () -> new Stepd(1, .003, .05));
    refused("alphaDrift", () -> new Stepd(30, 0, .05));
    refused("alphaWarning", () -> new Stepd(30, .003, .001));
    refused("maxOld", () -> new Wstd(30, 29, .003, .05));
    refused("windowSize", () -> new Wstd(1, 29, .003, .05));
    refused("slidingWindowSize", () -> new Fhddm(1, .1));
    refused("confidenceLevel", () -> new Fhddm(10, 1));
    refused("confidenceLevel", () -> Fhddm.defaults().withAlarmLevel(1_000));
    refused("shortWindowSize", () -> new Fhddms(10, 10, .1));
    refused("slidingWindowSize", () -> new Fhddms(1, 10, .1));
    refused("growth", () -> new Mddm(10, .1, Mddm.Weights.EULER, 0));
    refused("growth", () -> new Mddm(1_000, .1, Mddm.Weights.GEOMETRIC, .9));
    refused("slidingWindowSize", () -> new Mddm(1, .1, Mddm.Weights.GEOMETRIC, .9));
  }

  @Test
  @Rule("D40")
  void what_is_neither_error_nor_none_is_refused() {
    List<DetectorConfig> ofErrors =
        List.of(
            Ddm.defaults(),
            Eddm.defaults(),
            Rddm.defaults(),
            Ecdd.defaults(),
            Stepd.defaults(),
            Wstd.defaults(),
            Fhddm.defaults(),
            Fhddms.defaults(),
            Mddm.defaults());
    double[] neither = {-1, .5, 2, 1 - 1e-16, Double.MIN_VALUE, -Double.MIN_VALUE, 1e300};
    for (DetectorConfig config : ofErrors) {
      StreamingDetector detector = config.start();
      for (double value : neither) {
        assertEquals(DriftDetector.REFUSED, detector.update(value), config + " " + value);
      }
      assertEquals(0, detector.update(-0.0));
      assertEquals(0, detector.update(1));
      assertEquals(2, detector.count());
    }
    for (DetectorConfig config : List.of(HddmA.defaults(), HddmW.defaults())) {
      StreamingDetector detector = config.start();
      for (double value : new double[] {-1e-9, Math.nextUp(1.0), Double.NaN}) {
        assertEquals(DriftDetector.REFUSED, detector.update(value), config + " " + value);
      }
      assertEquals(0, detector.update(.5));
      assertEquals(1, detector.count());
    }
  }

  private static void compare(
      DetectorConfig config, boolean warnings, Function<List<Double>, Integer> formula) {
    int[] found = new int[2];
    for (long seed = 0; seed < 4; seed++) {
      double[] values = ErrorStreams.errors(seed, 6_000);
      ErrorStreams.agree(config.start(), new Plain(formula), values, seed, found);
    }
    ErrorStreams.requireSome(found, warnings);
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  private static double sum(List<Double> values, int from, int to) {
    double sum = 0;
    for (double value : values.subList(from, to)) {
      sum += value;
    }
    return sum;
  }
}
