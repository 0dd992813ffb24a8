package org.governance4j.drift.compat;

import static org.governance4j.drift.compat.MoaOptions.integer;
import static org.governance4j.drift.compat.MoaOptions.share;
import static org.governance4j.drift.compat.MoaOptions.threshold;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.governance4j.DriftDetector;
import org.governance4j.drift.compat.MoaCumulative.Sum;
import org.governance4j.drift.compat.ReferenceAdwin.Flavour;
import org.governance4j.spi.Settings;

/**
 * The change detectors of MOA 2024.07, for configuration files and the command line: {@code moa:}
 * and the name of MOA's class, and for some a shorter name.
 *
 * <p>Settings are the letters of MOA's options ({@code d}, {@code l}, {@code n}…), with MOA's usual
 * values and ranges; or all at once, as MOA's option string, in the setting {@code cli}: {@code -d
 * 0.01 -l 10}. The classes without options have their constructor's arguments as settings, and in
 * {@code cli} with commas.
 *
 * <p>A detector is reset as MOA's is after a change: with the next value, or not at all where only
 * the window shrinks; {@code rules.*} at once. They report changes and warnings, no position of the
 * change and no statistic.
 */
public final class MoaDetectors {

  private static final int MANY = Integer.MAX_VALUE;

  private MoaDetectors() {}

  /** A detector with option letters. */
  private abstract static class Lettered extends ReferenceProvider {
    Lettered(String name, List<String> letters, BiFunction<String, Settings, DriftDetector> make) {
      super(
          "moa:" + name,
          Stream.concat(letters.stream(), Stream.of("cli")).toList(),
          settings -> make.apply("moa:" + name, MoaOptions.letters(settings, letters)));
    }
  }

  /** A detector with constructor arguments. */
  private abstract static class Constructed extends ReferenceProvider {
    Constructed(
        String name, List<String> arguments, BiFunction<String, Settings, DriftDetector> make) {
      super(
          "moa:" + name,
          Stream.concat(arguments.stream(), Stream.of("cli")).toList(),
          settings -> make.apply("moa:" + name, MoaOptions.arguments(settings, arguments)));
    }
  }

  /** Offers the class ADWIN, which reports changes in both directions. */
  public static final class Adwin extends Constructed {
    /** For the service loader. */
    public Adwin() {
      super("ADWIN", List.of("delta"), MoaDetectors::adwin);
    }
  }

  /** Offers ADWINChangeDetector, which reports only rises. */
  public static final class AdwinChangeDetector extends Lettered {
    /** For the service loader. */
    public AdwinChangeDetector() {
      super("ADWINChangeDetector", List.of("a"), MoaDetectors::adwinChange);
    }
  }

  /** Offers CusumDM. */
  public static final class CusumDm extends Lettered {
    /** For the service loader. */
    public CusumDm() {
      super("CusumDM", List.of("n", "d", "l"), MoaDetectors::cusum);
    }
  }

  /** Offers CusumDM under a shorter name. */
  public static final class Cusum extends Lettered {
    /** For the service loader. */
    public Cusum() {
      super("Cusum", List.of("n", "d", "l"), MoaDetectors::cusum);
    }
  }

  /** Offers DDM. */
  public static final class Ddm extends Lettered {
    /** For the service loader. */
    public Ddm() {
      super("DDM", List.of("n", "w", "o"), MoaDetectors::ddm);
    }
  }

  /** Offers EDDM. */
  public static final class Eddm extends Lettered {
    /** For the service loader. */
    public Eddm() {
      super("EDDM", List.of(), MoaDetectors::eddm);
    }
  }

  /** Offers EWMAChartDM. */
  public static final class EwmaChartDm extends Lettered {
    /** For the service loader. */
    public EwmaChartDm() {
      super("EWMAChartDM", List.of("n", "l"), MoaDetectors::ewmaChart);
    }
  }

  /** Offers EWMAChartDM under a shorter name. */
  public static final class EwmaChart extends Lettered {
    /** For the service loader. */
    public EwmaChart() {
      super("EWMAChart", List.of("n", "l"), MoaDetectors::ewmaChart);
    }
  }

  /** Offers GeometricMovingAverageDM. */
  public static final class GeometricMovingAverageDm extends Lettered {
    /** For the service loader. */
    public GeometricMovingAverageDm() {
      super("GeometricMovingAverageDM", List.of("n", "l", "a"), MoaDetectors::geometric);
    }
  }

  /** Offers GeometricMovingAverageDM under a shorter name. */
  public static final class Gma extends Lettered {
    /** For the service loader. */
    public Gma() {
      super("GMA", List.of("n", "l", "a"), MoaDetectors::geometric);
    }
  }

  /** Offers HDDM_A_Test. */
  public static final class HddmATest extends Lettered {
    /** For the service loader. */
    public HddmATest() {
      super("HDDM_A_Test", List.of("d", "w", "t"), MoaDetectors::hddmA);
    }
  }

  /** Offers HDDM_A_Test under a shorter name. */
  public static final class HddmA extends Lettered {
    /** For the service loader. */
    public HddmA() {
      super("HDDM_A", List.of("d", "w", "t"), MoaDetectors::hddmA);
    }
  }

  /** Offers HDDM_W_Test. */
  public static final class HddmWTest extends Lettered {
    /** For the service loader. */
    public HddmWTest() {
      super("HDDM_W_Test", List.of("d", "w", "m", "t"), MoaDetectors::hddmW);
    }
  }

  /** Offers HDDM_W_Test under a shorter name. */
  public static final class HddmW extends Lettered {
    /** For the service loader. */
    public HddmW() {
      super("HDDM_W", List.of("d", "w", "m", "t"), MoaDetectors::hddmW);
    }
  }

  /** Offers PageHinkleyDM. */
  public static final class PageHinkleyDm extends Lettered {
    /** For the service loader. */
    public PageHinkleyDm() {
      super("PageHinkleyDM", List.of("n", "d", "l", "a"), MoaDetectors::pageHinkley);
    }
  }

  /** Offers PageHinkleyDM under a shorter name. */
  public static final class PageHinkley extends Lettered {
    /** For the service loader. */
    public PageHinkley() {
      super("PageHinkley", List.of("n", "d", "l", "a"), MoaDetectors::pageHinkley);
    }
  }

  /** Offers RDDM. */
  public static final class Rddm extends Lettered {
    /** For the service loader. */
    public Rddm() {
      super("RDDM", List.of("n", "w", "o", "x", "y", "z"), MoaDetectors::rddm);
    }
  }

  /** Offers SEEDChangeDetector. */
  public static final class SeedChangeDetector extends Lettered {
    /** For the service loader. */
    public SeedChangeDetector() {
      super("SEEDChangeDetector", List.of("d", "b", "e", "a", "c"), MoaDetectors::seed);
    }
  }

  /** Offers SEEDChangeDetector under a shorter name. */
  public static final class Seed extends Lettered {
    /** For the service loader. */
    public Seed() {
      super("SEED", List.of("d", "b", "e", "a", "c"), MoaDetectors::seed);
    }
  }

  /** Offers SeqDrift2ChangeDetector. */
  public static final class SeqDrift2ChangeDetector extends Lettered {
    /** For the service loader. */
    public SeqDrift2ChangeDetector() {
      super("SeqDrift2ChangeDetector", List.of("d", "b"), MoaDetectors::seqDrift2);
    }
  }

  /** Offers SeqDrift2ChangeDetector under a shorter name. */
  public static final class SeqDrift2 extends Lettered {
    /** For the service loader. */
    public SeqDrift2() {
      super("SeqDrift2", List.of("d", "b"), MoaDetectors::seqDrift2);
    }
  }

  /** Offers STEPD. */
  public static final class Stepd extends Lettered {
    /** For the service loader. */
    public Stepd() {
      super("STEPD", List.of("r", "o", "w"), MoaDetectors::stepd);
    }
  }

  /** Offers rules.PageHinkleyTest. */
  public static final class RulesPageHinkleyTest extends Constructed {
    /** For the service loader. */
    public RulesPageHinkleyTest() {
      super("rules.PageHinkleyTest", List.of("threshold", "alpha"), MoaDetectors::rulesTest);
    }
  }

  /** Offers rules.PageHinkleyFading. */
  public static final class RulesPageHinkleyFading extends Constructed {
    /** For the service loader. */
    public RulesPageHinkleyFading() {
      super("rules.PageHinkleyFading", List.of("threshold", "alpha"), MoaDetectors::rulesFading);
    }
  }

  private static DriftDetector adwin(String name, Settings s) {
    return new ReferenceAdwin(
        name, Flavour.MOA, s.number("delta", .002, 0, Double.MAX_VALUE), 32, 5, 5, 10);
  }

  private static DriftDetector adwinChange(String name, Settings s) {
    return new MoaAdwinChange(name, share(s, "a", .002));
  }

  private static DriftDetector cusum(String name, Settings s) {
    return new MoaCumulative(
        name,
        Sum.CUSUM,
        integer(s, "n", 30, 0, MANY),
        share(s, "d", .005),
        threshold(s, "l", 50),
        1);
  }

  private static DriftDetector ddm(String name, Settings s) {
    return new MoaDdm(
        name, integer(s, "n", 30, 0, MANY), s.number("w", 2, 1, 4), s.number("o", 3, 1, 5));
  }

  private static DriftDetector eddm(String name, Settings s) {
    return new MoaEddm(name);
  }

  private static DriftDetector ewmaChart(String name, Settings s) {
    return new MoaEwmaChart(name, integer(s, "n", 30, 0, MANY), threshold(s, "l", .2));
  }

  private static DriftDetector geometric(String name, Settings s) {
    return new MoaCumulative(
        name,
        Sum.GEOMETRIC,
        integer(s, "n", 30, 0, MANY),
        0,
        threshold(s, "l", 1),
        share(s, "a", .99));
  }

  private static DriftDetector hddmA(String name, Settings s) {
    return new MoaHddmA(
        name, share(s, "d", .001), share(s, "w", .005), MoaOptions.twoSided(s, true));
  }

  private static DriftDetector hddmW(String name, Settings s) {
    return new MoaHddmW(
        name,
        share(s, "d", .001),
        share(s, "w", .005),
        share(s, "m", .05),
        MoaOptions.twoSided(s, false));
  }

  private static DriftDetector pageHinkley(String name, Settings s) {
    return new MoaCumulative(
        name,
        Sum.PAGE_HINKLEY,
        integer(s, "n", 30, 0, MANY),
        share(s, "d", .005),
        threshold(s, "l", 50),
        share(s, "a", .9999));
  }

  private static DriftDetector rddm(String name, Settings s) {
    return new MoaRddm(
        name,
        integer(s, "n", 129, 0, MANY),
        s.number("w", 1.773, 1, 4),
        s.number("o", 2.258, 1, 5),
        integer(s, "x", 40_000, 1, MANY),
        integer(s, "y", 7_000, 1, 20_000),
        integer(s, "z", 1_400, 1, 20_000));
  }

  private static DriftDetector seed(String name, Settings s) {
    return new MoaSeed(
        name,
        share(s, "d", .05),
        integer(s, "b", 32, 32, 256),
        s.number("e", .01, .0025, .01),
        s.number("a", .8, .2, .8),
        integer(s, "c", 75, 50, 100));
  }

  private static DriftDetector seqDrift2(String name, Settings s) {
    return new MoaSeqDrift2(name, share(s, "d", .01), integer(s, "b", 200, 100, 10_000));
  }

  private static DriftDetector stepd(String name, Settings s) {
    return new MoaStepd(
        name, integer(s, "r", 30, 1, 1000), share(s, "o", .003), share(s, "w", .05));
  }

  private static DriftDetector rulesTest(String name, Settings s) {
    return new MoaRulesPageHinkley(
        name,
        s.number("threshold", 35, -Double.MAX_VALUE, Double.MAX_VALUE),
        s.number("alpha", .005, -Double.MAX_VALUE, Double.MAX_VALUE),
        1);
  }

  private static DriftDetector rulesFading(String name, Settings s) {
    return new MoaRulesPageHinkley(
        name,
        s.number("threshold", 35, -Double.MAX_VALUE, Double.MAX_VALUE),
        s.number("alpha", .005, -Double.MAX_VALUE, Double.MAX_VALUE),
        .99);
  }
}
