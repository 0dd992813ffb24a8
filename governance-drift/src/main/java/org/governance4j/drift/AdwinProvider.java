package org.governance4j.drift;

import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/**
 * Offers {@link Adwin} as the detector {@code adwin}.
 *
 * <p>Settings, all optional: {@code delta}, {@code clock}, {@code max_buckets}, {@code
 * min_window_length}, {@code grace_period}, and {@code variant}, one of {@code published} (the
 * default), {@code river} and {@code moa}.
 */
public final class AdwinProvider implements ComponentProvider<DriftDetector> {

  private static final List<String> KEYS =
      List.of("delta", "clock", "max_buckets", "min_window_length", "grace_period", "variant");

  /** For the service loader. */
  public AdwinProvider() {}

  @Override
  public Class<DriftDetector> role() {
    return DriftDetector.class;
  }

  @Override
  public String name() {
    return "adwin";
  }

  @Override
  public DriftDetector create(Settings settings) {
    settings.allowOnly(KEYS);
    Adwin usual = Adwin.defaults();
    return new Adwin(
            settings.number("delta", usual.delta(), 0, 1),
            Choice.integer(settings, "clock", usual.clock(), 1),
            Choice.integer(settings, "max_buckets", usual.maxBuckets(), 2),
            Choice.integer(settings, "min_window_length", usual.minWindow(), 1),
            Choice.integer(settings, "grace_period", usual.grace(), 0),
            Choice.of(settings, "variant", Adwin.Variant.class, usual.variant()))
        .start();
  }
}
