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

  /** Offers {@link org.governance4j.drift.Mddm}. */
  public static final class Mddm extends DetectorProvider {
    /** For the service loader. */
    public Mddm() {
      super(org.governance4j.drift.Mddm.defaults());
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

  /** Offers {@link org.governance4j.drift.Stepd}. */
  public static final class Stepd extends DetectorProvider {
    /** For the service loader. */
    public Stepd() {
      super(org.governance4j.drift.Stepd.defaults());
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
