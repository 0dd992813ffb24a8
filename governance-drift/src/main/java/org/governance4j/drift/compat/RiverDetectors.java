package org.governance4j.drift.compat;

/**
 * The detectors of river (release 0.22 and later, FHDDM of its main branch) by the names {@code
 * river:DDM} and so on; settings are the arguments of their constructors, under river's names.
 */
public final class RiverDetectors {

  private RiverDetectors() {}

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
   * python}.
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
