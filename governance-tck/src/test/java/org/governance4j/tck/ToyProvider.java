package org.governance4j.tck;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.governance4j.DriftDetector;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/** Offers the toy detector, as a third party would. */
public final class ToyProvider implements ComponentProvider<DriftDetector> {
  /** For the service loader. */
  public ToyProvider() {}

  @Override
  public Class<DriftDetector> role() {
    return DriftDetector.class;
  }

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public DriftDetector create(Settings settings) {
    settings.allowOnly(List.of());
    return new ToyDetector(ToyDetector.Fault.NONE, new AtomicInteger());
  }
}
