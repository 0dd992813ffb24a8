package org.governance4j.drift;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.governance4j.DriftDetector;
import org.governance4j.ModelSchema;
import org.jspecify.annotations.Nullable;

/** All streams of a monitor, made from its options. Immutable; the streams are the worker's. */
final class MonitoredStreams {

  /** The categories of so many values are the known ones. */
  static final int LEARNED_CATEGORIES = 1024;

  private static final long NEEDED = 256;
  private static final long NEEDED_BLOCKS = 32;
  private static final LongSupplier NOTHING = () -> 0;

  private final DriftMonitorBuilder options;
  private final DriftAlerts alerts;
  private final Calm calm;
  private final Calm calmBlocks;
  private final Map<String, MonitoredStream> byName = new LinkedHashMap<>();

  final MonitoredStream[] numbers;
  final MonitoredStream denyRate;
  final MonitoredStream violationRate;

  /** Of the numeric fields, then of the categorical ones. */
  final MonitoredStream[] missing;

  final MonitoredStream[] newCategories;
  final CategoryTally[] categories;
  final @Nullable MonitoredStream errors;

  MonitoredStreams(DriftMonitorBuilder options, MonitorPlan plan, DriftAlerts alerts) {
    this.options = options;
    this.alerts = alerts;
    long values = options.calmValues;
    long millis = options.calmTime.toMillis();
    calm = new Calm(values, millis, options.clock);
    long blocks = (values + RateBlocks.BLOCK - 1) / RateBlocks.BLOCK;
    calmBlocks = new Calm(blocks, millis, options.clock);
    ModelSchema schema = options.schema;
    List<MonitoredStream> fields = new ArrayList<>();
    for (String field : plan.fields()) {
      fields.add(measured(field, schema.field(schema.index(field)).sensitive()));
    }
    numbers = fields.toArray(new MonitoredStream[0]);
    denyRate = zeroOrOne(DriftMonitor.DENY_RATE);
    violationRate = blocks(DriftMonitor.VIOLATION_RATE, NOTHING);
    List<MonitoredStream> gaps = new ArrayList<>();
    for (String field : plan.fields()) {
      gaps.add(blocks(DriftMonitor.MISSING + field, NOTHING));
    }
    categories = new CategoryTally[plan.categories().size()];
    newCategories = new MonitoredStream[categories.length];
    for (int i = 0; i < categories.length; i++) {
      String field = plan.categories().get(i);
      CategoryTally tally = new CategoryTally(LEARNED_CATEGORIES);
      categories[i] = tally;
      gaps.add(blocks(DriftMonitor.MISSING + field, NOTHING));
      newCategories[i] = blocks(DriftMonitor.NEW_CATEGORY + field, tally::lacking);
    }
    missing = gaps.toArray(new MonitoredStream[0]);
    String target = options.target;
    if (target == null) {
      errors = null;
    } else if (options.loss == DriftMonitor.Loss.ZERO_ONE) {
      errors = zeroOrOne(DriftMonitor.ERROR);
    } else {
      errors = measured(DriftMonitor.ERROR, schema.field(schema.index(target)).sensitive());
    }
  }

  List<MonitoredStream> all() {
    return List.copyOf(byName.values());
  }

  /**
   * The stream of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those that exist
   */
  MonitoredStream named(String name) {
    MonitoredStream stream = byName.get(name);
    if (stream == null) {
      throw new IllegalArgumentException(
          "there is no stream \"" + name + "\"; there are " + byName.keySet());
    }
    return stream;
  }

  /** A stream of values in a unit that nobody knows. */
  private MonitoredStream measured(String name, boolean sensitive) {
    if (options.detectors != null) {
      return add(new MonitoredStream.Kind(name, sensitive, 1, NEEDED, NOTHING), given(name), calm);
    }
    Scaled scaled = new Scaled(options.adwin.start());
    return add(new MonitoredStream.Kind(name, sensitive, 1, 0, scaled::lacking), scaled, calm);
  }

  /** A stream of zeros and ones. */
  private MonitoredStream zeroOrOne(String name) {
    return add(new MonitoredStream.Kind(name, false, 1, NEEDED, NOTHING), inRange(name), calm);
  }

  /** A stream of means of zeros and ones. */
  private MonitoredStream blocks(String name, LongSupplier unlearned) {
    return add(
        new MonitoredStream.Kind(name, false, RateBlocks.BLOCK, NEEDED_BLOCKS, unlearned),
        inRange(name),
        calmBlocks);
  }

  /** A detector of values in [0, 1]. */
  private DriftDetector inRange(String name) {
    return options.detectors == null ? options.adwin.start() : given(name);
  }

  private DriftDetector given(String name) {
    return Objects.requireNonNull(
        Objects.requireNonNull(options.detectors).apply(name),
        () -> "the detector of stream " + name);
  }

  private MonitoredStream add(MonitoredStream.Kind kind, DriftDetector detector, Calm rest) {
    MonitoredStream stream = new MonitoredStream(kind, detector, alerts, rest);
    byName.put(kind.name(), stream);
    return stream;
  }
}
