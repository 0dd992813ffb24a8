package org.governance4j.drift;

import java.util.List;
import org.governance4j.DriftTest;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/** Offers {@link WelchT} as the test {@code welch_t}. Optional setting: {@code alpha}. */
public final class WelchTProvider implements ComponentProvider<DriftTest> {

  /** For the service loader. */
  public WelchTProvider() {}

  @Override
  public Class<DriftTest> role() {
    return DriftTest.class;
  }

  @Override
  public String name() {
    return "welch_t";
  }

  @Override
  public DriftTest create(Settings settings) {
    settings.allowOnly(List.of("alpha"));
    return new WelchT(settings.number("alpha", WelchT.defaults().alpha(), 0, 1));
  }
}
