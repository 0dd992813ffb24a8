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

  /** Offers {@link org.governance4j.drift.Cvm}. */
  public static final class Cvm extends DetectorProvider {
    /** For the service loader. */
    public Cvm() {
      super(org.governance4j.drift.Cvm.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Fet}. */
  public static final class Fet extends DetectorProvider {
    /** For the service loader. */
    public Fet() {
      super(org.governance4j.drift.Fet.defaults());
    }
  }

  /** Offers {@link org.governance4j.drift.Lsdd}. */
  public static final class Lsdd extends DetectorProvider {
    /** For the service loader. */
    public Lsdd() {
      super(org.governance4j.drift.Lsdd.defaults());
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
}
