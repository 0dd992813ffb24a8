package org.governance4j.drift;

import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/**
 * Offers {@link PageHinkley} as the detector {@code page-hinkley}.
 *
 * <p>Settings, all optional: {@code min_instances}, {@code delta}, {@code threshold}, {@code
 * alpha}, and {@code mode}, one of {@code both} (the default), {@code up} and {@code down}.
 */
public final class PageHinkleyProvider implements ComponentProvider<DriftDetector> {

  private static final List<String> KEYS =
      List.of("min_instances", "delta", "threshold", "alpha", "mode");

  /** For the service loader. */
  public PageHinkleyProvider() {}

  @Override
  public Class<DriftDetector> role() {
    return DriftDetector.class;
  }

  @Override
  public String name() {
    return "page-hinkley";
  }

  @Override
  public DriftDetector create(Settings settings) {
    settings.allowOnly(KEYS);
    PageHinkley usual = PageHinkley.defaults();
    return new PageHinkley(
            Choice.integer(settings, "min_instances", usual.minObservations(), 1),
            settings.number("delta", usual.delta(), 0, Range.LIMIT),
            settings.number("threshold", usual.threshold(), 0, Double.MAX_VALUE),
            settings.number("alpha", usual.alpha(), 0, 1),
            Choice.of(settings, "mode", PageHinkley.Side.class, usual.side()))
        .start();
  }
}
