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

  /** Offers {@link org.governance4j.drift.Focus}. */
  public static final class Focus extends DetectorProvider {
    /** For the service loader. */
    public Focus() {
      super(org.governance4j.drift.Focus.defaults());
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
