package org.governance4j.drift.compat;

import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.drift.compat.ReferenceAdwin.Flavour;
import org.governance4j.spi.Settings;

/**
 * The detectors of river (release 0.22 and later, FHDDM of its main branch) by the names {@code
 * river:DDM} and so on, and ADWIN of the releases before as {@code river_legacy:ADWIN}; settings
 * are the arguments of their constructors, under river's names.
 */
public final class RiverDetectors {

  private static final int MAX_BUCKETS = 1 << 16;
  private static final List<String> ADWIN_KEYS =
      List.of("delta", "clock", "max_buckets", "min_window_length", "grace_period");

  private RiverDetectors() {}

  private static DriftDetector adwin(String name, Flavour flavour, Settings settings) {
    return new ReferenceAdwin(
        name,
        flavour,
        Arguments.positive(settings, "delta", .002),
        Arguments.count(settings, "clock", 32, 1),
        Arguments.count(settings, "max_buckets", 5, 1, MAX_BUCKETS),
        Arguments.count(settings, "min_window_length", 5, 0),
        Arguments.count(settings, "grace_period", 10, 0));
  }

  /** Offers {@code river:ADWIN}. */
  public static final class Adwin extends ReferenceProvider {
    /** For the service loader. */
    public Adwin() {
      super("river:ADWIN", ADWIN_KEYS, s -> adwin("river:ADWIN", Flavour.RIVER, s));
    }
  }

  /** Offers {@code river_legacy:ADWIN}: no cut is tried at the newest bucket of any row. */
  public static final class LegacyAdwin extends ReferenceProvider {
    /** For the service loader. */
    public LegacyAdwin() {
      super(
          "river_legacy:ADWIN",
          ADWIN_KEYS,
          s -> adwin("river_legacy:ADWIN", Flavour.RIVER_LEGACY, s));
    }
  }

  /** Offers {@code river:DDM}. */
  public static final class Ddm extends ReferenceProvider {
    /** For the service loader. */
    public Ddm() {
      super(RiverDdm.NAME, RiverDdm.KEYS, RiverDdm::new);
    }
  }

  /** Offers {@code river:EDDM}. */
  public static final class Eddm extends ReferenceProvider {
    /** For the service loader. */
    public Eddm() {
      super(RiverEddm.NAME, RiverEddm.KEYS, RiverEddm::new);
    }
  }

  /** Offers {@code river:FHDDM}. */
  public static final class Fhddm extends ReferenceProvider {
    /** For the service loader. */
    public Fhddm() {
      super(RiverFhddm.NAME, RiverFhddm.KEYS, RiverFhddm::new);
    }
  }

  /** Offers {@code river:HDDM_A}. */
  public static final class HddmA extends ReferenceProvider {
    /** For the service loader. */
    public HddmA() {
      super(RiverHddmA.NAME, RiverHddmA.KEYS, RiverHddmA::new);
    }
  }

  /** Offers {@code river:HDDM_W}. */
  public static final class HddmW extends ReferenceProvider {
    /** For the service loader. */
    public HddmW() {
      super(RiverHddmW.NAME, RiverHddmW.KEYS, RiverHddmW::new);
    }
  }

  /**
   * Offers {@code river:KSWIN}; besides its arguments {@code sampler}: {@code splitmix64} or {@code
   * python}. At most 10,000 values are compared: up to there SciPy's p-value is the exact one.
   */
  public static final class Kswin extends ReferenceProvider {
    /** For the service loader. */
    public Kswin() {
      super(RiverKswin.NAME, RiverKswin.KEYS, RiverKswin::new);
    }
  }

  /** Offers {@code river:PageHinkley}. */
  public static final class PageHinkley extends ReferenceProvider {
    /** For the service loader. */
    public PageHinkley() {
      super(RiverPageHinkley.NAME, RiverPageHinkley.KEYS, RiverPageHinkley::new);
    }
  }
}
