package org.governance4j.drift;

import org.governance4j.DriftDetector;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/** Offers one of the detectors of this package; its settings are the parameters of its record. */
abstract class DetectorProvider implements ComponentProvider<DriftDetector> {

  private final DetectorConfig usual;

  DetectorProvider(DetectorConfig usual) {
    this.usual = usual;
  }

  @Override
  public final Class<DriftDetector> role() {
    return DriftDetector.class;
  }

  @Override
  public final String name() {
    return usual.name();
  }

  @Override
  public final DriftDetector create(Settings settings) {
    settings.allowOnly(Parameters.keys(usual.getClass()));
    return Parameters.with(usual, settings).start();
  }
}
