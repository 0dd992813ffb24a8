package org.governance4j.drift;

/**
 * The detectors of this package for configuration files and the command line, by name. Settings are
 * the parameters of the configuration's record in snake case, all optional: {@code clock} and
 * {@code min_window_length} of ADWIN, for example.
 */
public final class DetectorProviders {

  private DetectorProviders() {}

  /** Offers {@link org.governance4j.drift.Adwin}. */
  public static final class Adwin extends DetectorProvider {
    /** For the service loader. */
    public Adwin() {
      super(org.governance4j.drift.Adwin.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Bocd}. */
  public static final class Bocd extends DetectorProvider {
    /** For the service loader. */
    public Bocd() {
      super(org.governance4j.drift.Bocd.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Cusum}. */
  public static final class Cusum extends DetectorProvider {
    /** For the service loader. */
    public Cusum() {
      super(org.governance4j.drift.Cusum.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Cvm}. */
  public static final class Cvm extends DetectorProvider {
    /** For the service loader. */
    public Cvm() {
      super(org.governance4j.drift.Cvm.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.D3}. */
  public static final class D3 extends DetectorProvider {
    /** For the service loader. */
    public D3() {
      super(org.governance4j.drift.D3.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Ddm}. */
  public static final class Ddm extends DetectorProvider {
    /** For the service loader. */
    public Ddm() {
      super(org.governance4j.drift.Ddm.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Ecdd}. */
  public static final class Ecdd extends DetectorProvider {
    /** For the service loader. */
    public Ecdd() {
      super(org.governance4j.drift.Ecdd.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Eddm}. */
  public static final class Eddm extends DetectorProvider {
    /** For the service loader. */
    public Eddm() {
      super(org.governance4j.drift.Eddm.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Ensemble}. */
  public static final class Ensemble extends DetectorProvider {
    /** For the service loader. */
    public Ensemble() {
      super(org.governance4j.drift.Ensemble.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Ewma}. */
  public static final class Ewma extends DetectorProvider {
    /** For the service loader. */
    public Ewma() {
      super(org.governance4j.drift.Ewma.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Fet}. */
  public static final class Fet extends DetectorProvider {
    /** For the service loader. */
    public Fet() {
      super(org.governance4j.drift.Fet.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Fhddm}. */
  public static final class Fhddm extends DetectorProvider {
    /** For the service loader. */
    public Fhddm() {
      super(org.governance4j.drift.Fhddm.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Fhddms}. */
  public static final class Fhddms extends DetectorProvider {
    /** For the service loader. */
    public Fhddms() {
      super(org.governance4j.drift.Fhddms.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Focus}. */
  public static final class Focus extends DetectorProvider {
    /** For the service loader. */
    public Focus() {
      super(org.governance4j.drift.Focus.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.HddmA}. */
  public static final class HddmA extends DetectorProvider {
    /** For the service loader. */
    public HddmA() {
      super(org.governance4j.drift.HddmA.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.HddmW}. */
  public static final class HddmW extends DetectorProvider {
    /** For the service loader. */
    public HddmW() {
      super(org.governance4j.drift.HddmW.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.IncrementalKs}. */
  public static final class IncrementalKs extends DetectorProvider {
    /** For the service loader. */
    public IncrementalKs() {
      super(org.governance4j.drift.IncrementalKs.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Kswin}. */
  public static final class Kswin extends DetectorProvider {
    /** For the service loader. */
    public Kswin() {
      super(org.governance4j.drift.Kswin.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Lsdd}. */
  public static final class Lsdd extends DetectorProvider {
    /** For the service loader. */
    public Lsdd() {
      super(org.governance4j.drift.Lsdd.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Mddm}. */
  public static final class Mddm extends DetectorProvider {
    /** For the service loader. */
    public Mddm() {
      super(org.governance4j.drift.Mddm.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Mmd}. */
  public static final class Mmd extends DetectorProvider {
    /** For the service loader. */
    public Mmd() {
      super(org.governance4j.drift.Mmd.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.PageHinkley}. */
  public static final class PageHinkley extends DetectorProvider {
    /** For the service loader. */
    public PageHinkley() {
      super(org.governance4j.drift.PageHinkley.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Rddm}. */
  public static final class Rddm extends DetectorProvider {
    /** For the service loader. */
    public Rddm() {
      super(org.governance4j.drift.Rddm.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Seed}. */
  public static final class Seed extends DetectorProvider {
    /** For the service loader. */
    public Seed() {
      super(org.governance4j.drift.Seed.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.SeqDrift1}. */
  public static final class SeqDrift1 extends DetectorProvider {
    /** For the service loader. */
    public SeqDrift1() {
      super(org.governance4j.drift.SeqDrift1.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.SeqDrift2}. */
  public static final class SeqDrift2 extends DetectorProvider {
    /** For the service loader. */
    public SeqDrift2() {
      super(org.governance4j.drift.SeqDrift2.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Shewhart}. */
  public static final class Shewhart extends DetectorProvider {
    /** For the service loader. */
    public Shewhart() {
      super(org.governance4j.drift.Shewhart.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.ShiryaevRoberts}. */
  public static final class ShiryaevRoberts extends DetectorProvider {
    /** For the service loader. */
    public ShiryaevRoberts() {
      super(org.governance4j.drift.ShiryaevRoberts.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Sprt}. */
  public static final class Sprt extends DetectorProvider {
    /** For the service loader. */
    public Sprt() {
      super(org.governance4j.drift.Sprt.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Stepd}. */
  public static final class Stepd extends DetectorProvider {
    /** For the service loader. */
    public Stepd() {
      super(org.governance4j.drift.Stepd.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Teda}. */
  public static final class Teda extends DetectorProvider {
    /** For the service loader. */
    public Teda() {
      super(org.governance4j.drift.Teda.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Wstd}. */
  public static final class Wstd extends DetectorProvider {
    /** For the service loader. */
    public Wstd() {
      super(org.governance4j.drift.Wstd.defaults());
    }
  }
}
