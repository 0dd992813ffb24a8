package org.governance4j.drift;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.PredictionMonitor;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Random predictions, verdicts and labels whose streams change now and then, all of them: values,
 * gaps, categories, verdicts and errors. The same seed gives the same ones.
 */
final class MonitorTraffic {

  static final ModelSchema SCHEMA =
      ModelSchema.of(
          "credit",
          "3",
          List.of(
              Field.number("age"), Field.category("country"), Field.number("income").asSensitive()),
          List.of(Field.number("score")));

  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

  private static final Verdict DENY =
      Verdict.Deny.of(Verdict.Cause.POLICY, "rule", "the score is too high");

  private final double[][] inputs;
  private final double[][] outputs;
  private final @Nullable String[] countries;
  private final boolean[] missing;
  private final boolean[] denied;
  private final double[] labels;
  private final Prediction view = SCHEMA.prediction();

  MonitorTraffic(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    inputs = new double[count][];
    outputs = new double[count][];
    countries = new String[count];
    missing = new boolean[count];
    denied = new boolean[count];
    labels = new double[count];
    double level = 0;
    double gaps = .01;
    double news = 0;
    double denials = .05;
    double errors = .1;
    for (int i = 0; i < count; i++) {
      if (random.nextInt(700) == 0) {
        level += random.nextDouble(-2, 2);
        gaps = random.nextInt(3) * .2;
        news = random.nextInt(3) * .2;
        denials = random.nextInt(4) * .2;
        errors = random.nextInt(4) * .2;
      }
      boolean odd = random.nextDouble() < gaps;
      double age = odd && random.nextBoolean() ? Double.NaN : 30 + level + random.nextGaussian();
      inputs[i] = new double[] {age, 1e4 * Math.exp(random.nextGaussian() + level / 4)};
      outputs[i] = new double[] {random.nextDouble()};
      missing[i] = odd;
      countries[i] = odd ? null : random.nextDouble() < news ? "N" + i % 50 : "C" + i % 9;
      denied[i] = random.nextDouble() < denials;
      labels[i] = outputs[i][0] + (random.nextDouble() < errors ? 1 : 0);
    }
  }

  /** A manual monitor of this traffic. */
  static DriftMonitorBuilder monitor(RecordingLedger ledger) {
    return DriftMonitor.builder(SCHEMA)
        .ledger(ledger)
        .clock(CLOCK)
        .target("score", DriftMonitor.Loss.ZERO_ONE)
        .calm(200, Duration.ZERO)
        .manual();
  }

  /** Hands over one prediction and, with some, the label of one a few before. */
  void offer(PredictionMonitor monitor, int i) {
    view.wrap("r" + i, inputs[i], outputs[i], countries[i]);
    if (missing[i]) {
      view.missing(SCHEMA.index("income"));
    }
    monitor.observe(view, denied[i] ? DENY : Verdict.ALLOW);
    if (i >= 5 && i % 3 == 0) {
      monitor.label("r" + (i - 5), labels[i - 5]);
    }
  }

  /** Hands over predictions from one to before another and has them processed one by one. */
  void feed(DriftMonitor monitor, int from, int to) {
    for (int i = from; i < to; i++) {
      offer(monitor, i);
      monitor.flush();
    }
  }

  /** The entries about one stream, in their order. */
  static List<Entry> about(String stream, List<Entry> entries) {
    return entries.stream().filter(e -> e.subject().equals("stream:" + stream)).toList();
  }
}
