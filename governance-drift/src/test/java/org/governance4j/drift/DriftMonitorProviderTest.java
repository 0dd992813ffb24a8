package org.governance4j.drift;

import java.nio.file.Path;
import java.util.List;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.PredictionMonitor;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;
import org.governance4j.tck.ComponentProviderContract;

class DriftMonitorProviderTest extends ComponentProviderContract<PredictionMonitor> {

  @Override
  protected ComponentProvider<PredictionMonitor> provider() {
    return new DriftMonitorProvider();
  }

  @Override
  protected Settings settings(Path home) {
    ModelSchema schema = ModelSchema.of("credit", "3", List.of(), List.of(Field.number("score")));
    return Settings.empty().with(ModelSchema.class, schema);
  }
}
