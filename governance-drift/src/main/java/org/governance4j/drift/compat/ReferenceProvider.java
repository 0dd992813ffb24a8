package org.governance4j.drift.compat;

import java.util.List;
import java.util.function.Function;
import org.governance4j.DriftDetector;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/** Offers one detector as another implementation has it, under that implementation's names. */
abstract class ReferenceProvider implements ComponentProvider<DriftDetector> {

  private final String name;
  private final List<String> keys;
  private final Function<Settings, DriftDetector> make;

  /**
   * @param name {@code implementation:detector}
   * @param keys the settings there are
   * @param make makes the detector from settings that hold no other key
   */
  ReferenceProvider(String name, List<String> keys, Function<Settings, DriftDetector> make) {
    this.name = name;
    this.keys = List.copyOf(keys);
    this.make = make;
  }

  @Override
  public final Class<DriftDetector> role() {
    return DriftDetector.class;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final DriftDetector create(Settings settings) {
    settings.allowOnly(keys);
    return make.apply(settings);
  }
}
