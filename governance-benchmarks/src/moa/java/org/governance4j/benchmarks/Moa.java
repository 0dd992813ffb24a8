package org.governance4j.benchmarks;

import moa.classifiers.core.driftdetection.ADWINChangeDetector;
import moa.classifiers.core.driftdetection.AbstractChangeDetector;
import moa.classifiers.core.driftdetection.CusumDM;
import moa.classifiers.core.driftdetection.DDM;
import moa.classifiers.core.driftdetection.EDDM;
import moa.classifiers.core.driftdetection.EWMAChartDM;
import moa.classifiers.core.driftdetection.HDDM_A_Test;
import moa.classifiers.core.driftdetection.HDDM_W_Test;
import moa.classifiers.core.driftdetection.PageHinkleyDM;
import moa.classifiers.core.driftdetection.RDDM;
import moa.classifiers.core.driftdetection.SEEDChangeDetector;
import moa.classifiers.core.driftdetection.STEPD;

/** The change detectors of MOA, with its default options. */
public final class Moa implements PeerDetector {

  private AbstractChangeDetector detector = new DDM();

  /** For the service loader. */
  public Moa() {}

  @Override
  public void start(String name) {
    detector =
        switch (name) {
          case "ADWIN" -> new ADWINChangeDetector();
          case "Cusum" -> new CusumDM();
          case "DDM" -> new DDM();
          case "EDDM" -> new EDDM();
          case "EWMA" -> new EWMAChartDM();
          case "HDDM_A" -> new HDDM_A_Test();
          case "HDDM_W" -> new HDDM_W_Test();
          case "PageHinkley" -> new PageHinkleyDM();
          case "RDDM" -> new RDDM();
          case "SEED" -> new SEEDChangeDetector();
          case "STEPD" -> new STEPD();
          default -> throw new IllegalArgumentException("MOA has no detector for " + name);
        };
    detector.prepareForUse();
    detector.resetLearning();
  }

  @Override
  public boolean update(double value) {
    detector.input(value);
    return detector.getChange();
  }
}
