package org.governance4j.drift;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.governance4j.DriftDetector;
import org.governance4j.Health;
import org.governance4j.InvalidData;
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
  private final Map<String, Remembered> beside = new HashMap<>();
  private final Adwin ofFields;
  private final Adwin ofRates;
  private final Adwin ofBlocks;

  final MonitoredStream[] numbers;
  final MonitoredStream denyRate;
  final MonitoredStream violationRate;

  /** Of the numeric fields, then of the categorical ones. */
  final MonitoredStream[] missing;

  final MonitoredStream[] newCategories;
  final CategoryTally[] categories;
  final @Nullable MonitoredStream errors;
  final RateBlocks missingBlocks;
  final RateBlocks violationBlocks;
  final RateBlocks[] newCategoryBlocks;

  /** What became of an earlier state; null if none was given. */
  final @Nullable Health restored;

  MonitoredStreams(DriftMonitorBuilder options, MonitorPlan plan, DriftAlerts alerts) {
    this.options = options;
    this.alerts = alerts;
    long values = options.calmValues;
    long millis = options.calmTime.toMillis();
    calm = new Calm(values, millis, options.clock);
    long blocks = (values + RateBlocks.BLOCK - 1) / RateBlocks.BLOCK;
    calmBlocks = new Calm(blocks, millis, options.clock);
    Double whole = options.expectedRunLength;
    if (whole == null) {
      ofFields = options.adwin;
      ofRates = options.adwin;
      ofBlocks = options.adwin;
    } else {
      FalseAlarmBudget budget = new FalseAlarmBudget(whole, count(plan));
      ofFields = budget.scaled(options.adwin);
      ofRates = budget.rates(options.adwin, 1);
      ofBlocks = budget.rates(options.adwin, RateBlocks.BLOCK);
    }
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
    missingBlocks = new RateBlocks(missing);
    for (int i = 0; i < missing.length; i++) {
      beside.put(missing[i].name(), new Remembered(missingBlocks, i, null));
    }
    violationBlocks = new RateBlocks(violationRate);
    beside.put(violationRate.name(), new Remembered(violationBlocks, 0, null));
    newCategoryBlocks = new RateBlocks[newCategories.length];
    for (int i = 0; i < newCategories.length; i++) {
      newCategoryBlocks[i] = new RateBlocks(newCategories[i]);
      beside.put(newCategories[i].name(), new Remembered(newCategoryBlocks[i], 0, categories[i]));
    }
    MonitorState earlier = options.earlier;
    restored = earlier == null ? null : restore(earlier);
  }

  /** How many streams a plan makes. */
  private int count(MonitorPlan plan) {
    int fields = plan.fields().size();
    int texts = plan.categories().size();
    return 2 * fields + 2 * texts + 2 + (options.target == null ? 0 : 1);
  }

  /** What all streams know that can be kept. */
  MonitorState state() {
    Map<String, byte[]> states = new LinkedHashMap<>();
    byName.forEach(
        (name, stream) -> {
          if (stream.keeps()) {
            StateWriter out = new StateWriter();
            stream.write(out);
            Remembered with = beside.get(name);
            if (with != null) {
              with.write(out);
            }
            states.put(name, out.toByteArray());
          }
        });
    return new MonitorState(options.schema.name(), states);
  }

  private Health restore(MonitorState earlier) {
    if (!earlier.model().equals(options.schema.name())) {
      throw new InvalidData(
          "monitor state is of \"" + earlier.model() + "\", not of " + options.schema.name());
    }
    int continued = 0;
    List<String> notKept = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (MonitoredStream stream : byName.values()) {
      byte[] bytes = earlier.streams().get(stream.name());
      if (bytes == null) {
        notKept.add(stream.name());
        continue;
      }
      StateReader in = new StateReader(bytes, 0, bytes.length);
      if (!stream.read(in)) {
        others.add(stream.name());
        continue;
      }
      Remembered with = beside.get(stream.name());
      if (with != null) {
        with.read(in);
      }
      in.requireEnd();
      continued++;
    }
    List<String> unknown = new ArrayList<>(earlier.streams().keySet());
    unknown.removeAll(byName.keySet());
    return Health.of(
        "state",
        Health.Status.UP,
        continued
            + " streams continued; anew as the state does not have them: "
            + notKept
            + "; anew as their detectors are others: "
            + others
            + "; in the state, but no streams any more: "
            + unknown);
  }

  /**
   * What belongs to a stream beside its detector.
   *
   * @param blocks what feeds it
   * @param at its place there
   * @param tally of its categories
   */
  private record Remembered(RateBlocks blocks, int at, @Nullable CategoryTally tally) {

    void write(StateWriter out) {
      blocks.write(at, out);
      if (tally != null) {
        tally.write(out);
      }
    }

    void read(StateReader in) {
      blocks.read(at, in);
      if (tally != null) {
        tally.read(in);
      }
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
    Scaled scaled = new Scaled(ofFields.start());
    return add(new MonitoredStream.Kind(name, sensitive, 1, 0, scaled::lacking), scaled, calm);
  }

  /** A stream of zeros and ones. */
  private MonitoredStream zeroOrOne(String name) {
    return add(
        new MonitoredStream.Kind(name, false, 1, NEEDED, NOTHING), inRange(name, ofRates), calm);
  }

  /** A stream of means of zeros and ones. */
  private MonitoredStream blocks(String name, LongSupplier unlearned) {
    return add(
        new MonitoredStream.Kind(name, false, RateBlocks.BLOCK, NEEDED_BLOCKS, unlearned),
        inRange(name, ofBlocks),
        calmBlocks);
  }

  /** A detector of values in [0, 1]. */
  private DriftDetector inRange(String name, Adwin config) {
    return options.detectors == null ? config.start() : given(name);
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
