package org.governance4j.drift;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/**
 * Offers one of the detectors of this package. Its settings are the parameters of its record and,
 * if it can be calibrated, {@code ert} and {@code model}: then the alarm level is the one that
 * gives this expected run length without a change.
 */
abstract class DetectorProvider implements ComponentProvider<DriftDetector> {

  private static final String ERT = "ert";
  private static final String MODEL = "model";

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

  final DetectorConfig usual() {
    return usual;
  }

  @Override
  public final DriftDetector create(Settings settings) {
    List<String> keys = new ArrayList<>(Parameters.keys(usual.getClass()));
    keys.add(ERT);
    keys.add(MODEL);
    settings.allowOnly(keys);
    DetectorConfig config = Parameters.with(usual, settings);
    if (settings.find(ERT).isPresent()) {
      return calibrated(config, settings).start();
    }
    if (settings.find(MODEL).isPresent()) {
      throw new IllegalArgumentException("setting 'model' is only for a level that 'ert' chooses");
    }
    return config.start();
  }

  private static DetectorConfig calibrated(DetectorConfig config, Settings settings) {
    if (!(config instanceof CalibratedConfig levelled)) {
      throw new IllegalArgumentException(
          "setting 'ert': " + config.name() + " has no alarm level to choose");
    }
    for (String own : ThresholdTable.levelKeys(levelled)) {
      if (settings.find(own).isPresent()) {
        throw new IllegalArgumentException(
            "setting '" + own + "' cannot be given together with 'ert', which chooses it");
      }
    }
    double ert = settings.number(ERT, 0, 1, Double.MAX_VALUE);
    StreamModel model = settings.find(MODEL).map(StreamModel::parse).orElse(null);
    return Calibration.calibrated(levelled, ert, model);
  }
}
