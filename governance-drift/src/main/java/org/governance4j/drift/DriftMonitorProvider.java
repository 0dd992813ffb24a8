package org.governance4j.drift;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.governance4j.DecisionLedger;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.PredictionMonitor;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/**
 * Offers {@link DriftMonitor} as the monitor {@code drift}.
 *
 * <p>Live objects: a {@link ModelSchema}, required; a {@link DecisionLedger}, a {@link ModelRef}
 * and a {@link Clock}, optional. Settings, all optional:
 *
 * <ul>
 *   <li>{@code policy}: the revision of the policy in force;
 *   <li>{@code capacity}: places of the ring, a power of two;
 *   <li>{@code fields}: the numeric and categorical fields to monitor, separated by commas;
 *   <li>{@code target}: the numeric output field that labels are the truth of;
 *   <li>{@code loss}: {@code zero_one} (the default) or {@code absolute}; only with a target;
 *   <li>{@code delta}: the confidence of the ADWIN detector of every stream;
 *   <li>{@code ert}: the {@linkplain DriftMonitorBuilder#expectedRunLength expected run length} of
 *       the monitor, which chooses the confidence; not together with {@code delta};
 *   <li>{@code calm_values}, {@code calm_seconds}: when a stream is {@linkplain
 *       DriftMonitorBuilder#calm at rest} after a drift; 1,024 and 0 by default.
 * </ul>
 */
public final class DriftMonitorProvider implements ComponentProvider<PredictionMonitor> {

  private static final List<String> KEYS =
      List.of(
          "policy",
          "capacity",
          "fields",
          "target",
          "loss",
          "delta",
          "ert",
          "calm_values",
          "calm_seconds");

  /** For the service loader. */
  public DriftMonitorProvider() {}

  @Override
  public Class<PredictionMonitor> role() {
    return PredictionMonitor.class;
  }

  @Override
  public String name() {
    return "drift";
  }

  @Override
  public PredictionMonitor create(Settings settings) {
    settings.allowOnly(KEYS);
    Adwin usual = Adwin.defaults();
    Adwin adwin = usual.withDelta(settings.number("delta", usual.delta(), 0, 1));
    DriftMonitorBuilder builder =
        DriftMonitor.builder(settings.require(ModelSchema.class))
            .adwin(adwin)
            .ledger(settings.find(DecisionLedger.class).orElseGet(DecisionLedger::none))
            .model(settings.find(ModelRef.class).orElse(null))
            .policy(settings.find("policy").orElse(null))
            .clock(settings.find(Clock.class).orElseGet(Clock::systemUTC))
            .capacity(Choice.integer(settings, "capacity", 8192, 2))
            .calm(
                settings.integer("calm_values", 1024, 1, DriftMonitorBuilder.MOST_CALM),
                Duration.ofSeconds(
                    settings.integer(
                        "calm_seconds", 0, 0, DriftMonitorBuilder.LONGEST_CALM.toSeconds())));
    if (settings.find("ert").isPresent()) {
      if (settings.find("delta").isPresent()) {
        throw new IllegalArgumentException(
            "setting 'delta' cannot be given together with 'ert', which chooses it");
      }
      builder.expectedRunLength(
          settings.number("ert", 0, Math.nextUp(1.0), DriftMonitorBuilder.MOST_CALM));
    }
    settings
        .find("fields")
        .ifPresent(
            names ->
                builder.fields(Arrays.stream(names.split(",", -1)).map(String::strip).toList()));
    DriftMonitor.Loss loss =
        Choice.of(settings, "loss", DriftMonitor.Loss.class, DriftMonitor.Loss.ZERO_ONE);
    if (settings.find("target").isPresent()) {
      builder.target(settings.require("target"), loss);
    } else if (settings.find("loss").isPresent()) {
      throw new IllegalArgumentException("setting 'loss' has no meaning without 'target'");
    }
    return builder.build();
  }
}
