package org.governance4j.drift.compat;

import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.drift.compat.ReferenceAdwin.Flavour;
import org.governance4j.spi.Settings;

/**
 * The detectors of frouros (main branch of early 2026) by the names {@code frouros:DDM} and so on;
 * settings are the arguments of their configurations, under frouros' names. After a change a
 * detector is reset as by its {@code reset()}.
 */
public final class FrourosDetectors {

  private static final int MAX_BUCKETS = 1 << 16;

  private FrourosDetectors() {}

  private static DriftDetector adwin(Settings settings) {
    return new ReferenceAdwin(
        "frouros:ADWIN",
        Flavour.FROUROS,
        Arguments.number(settings, "delta", .002, Double.MIN_VALUE, 1),
        Arguments.count(settings, "clock", 32, 1),
        Arguments.count(settings, "m", 5, 1, MAX_BUCKETS),
        Arguments.count(settings, "min_window_size", 5, 1),
        Arguments.count(settings, "min_num_instances", 10, 1));
  }

  /** Offers {@code frouros:ADWIN}. */
  public static final class Adwin extends ReferenceProvider {
    /** For the service loader. */
    public Adwin() {
      super(
          "frouros:ADWIN",
          List.of("delta", "clock", "m", "min_window_size", "min_num_instances"),
          FrourosDetectors::adwin);
    }
  }

  /**
   * Offers {@code frouros:BOCD}: memory and time per value grow with the values since the last
   * change, 48 bytes each; after 131,072 without a change every value is refused until a reset.
   */
  public static final class Bocd extends ReferenceProvider {
    /** For the service loader. */
    public Bocd() {
      super(FrourosBocd.NAME, FrourosBocd.KEYS, FrourosBocd::new);
    }
  }

  /** Offers {@code frouros:CUSUM}. */
  public static final class Cusum extends ReferenceProvider {
    /** For the service loader. */
    public Cusum() {
      super("frouros:CUSUM", FrourosSum.CUSUM_KEYS, FrourosSum::cusum);
    }
  }

  /** Offers {@code frouros:DDM}. */
  public static final class Ddm extends ReferenceProvider {
    /** For the service loader. */
    public Ddm() {
      super(FrourosDdm.NAME, FrourosDdm.KEYS, FrourosDdm::new);
    }
  }

  /** Offers {@code frouros:ECDDWT}. */
  public static final class EcddWt extends ReferenceProvider {
    /** For the service loader. */
    public EcddWt() {
      super(FrourosEcddWt.NAME, FrourosEcddWt.KEYS, FrourosEcddWt::new);
    }
  }

  /** Offers {@code frouros:EDDM}. */
  public static final class Eddm extends ReferenceProvider {
    /** For the service loader. */
    public Eddm() {
      super(FrourosEddm.NAME, FrourosEddm.KEYS, FrourosEddm::new);
    }
  }

  /** Offers {@code frouros:GeometricMovingAverage}. */
  public static final class GeometricMovingAverage extends ReferenceProvider {
    /** For the service loader. */
    public GeometricMovingAverage() {
      super("frouros:GeometricMovingAverage", FrourosSum.AVERAGE_KEYS, FrourosSum::average);
    }
  }

  /** Offers {@code frouros:HDDMA}. */
  public static final class HddmA extends ReferenceProvider {
    /** For the service loader. */
    public HddmA() {
      super(FrourosHddmA.NAME, FrourosHddmA.KEYS, FrourosHddmA::new);
    }
  }

  /** Offers {@code frouros:HDDMW}. */
  public static final class HddmW extends ReferenceProvider {
    /** For the service loader. */
    public HddmW() {
      super(FrourosHddmW.NAME, FrourosHddmW.KEYS, FrourosHddmW::new);
    }
  }

  /**
   * Offers {@code frouros:KSWIN}; besides its arguments {@code sampler}: {@code splitmix64} or
   * {@code python}. At most 10,000 test instances: up to there SciPy's p-value is the exact one.
   */
  public static final class Kswin extends ReferenceProvider {
    /** For the service loader. */
    public Kswin() {
      super(FrourosKswin.NAME, FrourosKswin.KEYS, FrourosKswin::new);
    }
  }

  /** Offers {@code frouros:PageHinkley}. */
  public static final class PageHinkley extends ReferenceProvider {
    /** For the service loader. */
    public PageHinkley() {
      super("frouros:PageHinkley", FrourosSum.PAGE_HINKLEY_KEYS, FrourosSum::pageHinkley);
    }
  }

  /** Offers {@code frouros:RDDM}. */
  public static final class Rddm extends ReferenceProvider {
    /** For the service loader. */
    public Rddm() {
      super(FrourosRddm.NAME, FrourosRddm.KEYS, FrourosRddm::new);
    }
  }

  /** Offers {@code frouros:STEPD}. */
  public static final class Stepd extends ReferenceProvider {
    /** For the service loader. */
    public Stepd() {
      super(FrourosStepd.NAME, FrourosStepd.KEYS, FrourosStepd::new);
    }
  }
}
