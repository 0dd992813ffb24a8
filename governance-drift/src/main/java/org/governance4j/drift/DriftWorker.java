package org.governance4j.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.governance4j.ModelSchema;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The consumer side of a monitor: takes what was handed over, in its order, feeds the streams and
 * counts. {@link #step} and {@link #profile} belong to one thread at a time; the counts are safe
 * for any.
 */
final class DriftWorker {

  private static final int RUN = 32;

  private final ModelSchema schema;
  private final MonitorPlan plan;
  private final HandOver handOver;
  private final MonitoredStream[] numbers;
  private final MonitoredStream denyRate;
  private final CategoryTally[] categories;
  private final NumberTally[] tallies;
  private final RateBlocks missing;
  private final RateBlocks violations;
  private final RateBlocks[] newCategories;
  private final @Nullable LabelJoin labelJoin;
  private final DropCounts dropped;
  private final LossRecord losses;
  private final long[] actions = new long[Verdict.Action.values().length];
  private final int[] run = new int[RUN]; // the slots whose fields could be read
  private final @Nullable String[] requests = new String[RUN]; // their ids
  private final @Nullable String[] usable = new String[RUN]; // the ids of those with a value
  private final double[] values = new double[RUN];
  private final int[] marks; // of missing values, a bit per slot
  private int readable;
  private long violated;
  private final AtomicLong observed = new AtomicLong();
  private final AtomicLong labels = new AtomicLong();
  private final AtomicLong foreign = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private final AtomicLong unmatched = new AtomicLong();

  /**
   * Makes the consumer.
   *
   * @param labelJoin what joins labels with predictions; null without a target
   * @param dropped counts what the ring did not take
   */
  DriftWorker(
      ModelSchema schema,
      MonitorPlan plan,
      HandOver handOver,
      MonitoredStreams streams,
      @Nullable LabelJoin labelJoin,
      DropCounts dropped,
      LossRecord losses) {
    this.schema = schema;
    this.plan = plan;
    this.handOver = handOver;
    this.numbers = streams.numbers;
    this.denyRate = streams.denyRate;
    this.categories = streams.categories;
    this.tallies = new NumberTally[numbers.length];
    for (int i = 0; i < tallies.length; i++) {
      tallies[i] = new NumberTally();
    }
    this.missing = streams.missingBlocks;
    this.marks = new int[streams.missing.length];
    this.violations = streams.violationBlocks;
    this.newCategories = streams.newCategoryBlocks;
    this.labelJoin = labelJoin;
    this.dropped = dropped;
    this.losses = losses;
  }

  /**
   * Processes what is there next, up to {@value #RUN} slots; false when nothing is there yet. What
   * needs a prediction as a whole takes one after the other. Then the numbers are taken field by
   * field, as each field has its memory, and all together more than the fastest cache. Every stream
   * gets its values in the order of the ring, so that what is found does not depend on how many
   * slots were there; only between streams the order of entries may.
   */
  boolean step() {
    int count = handOver.filled(RUN);
    readable = 0;
    for (int i = 0; i < count; i++) {
      int slot = handOver.slot(i);
      long kind = handOver.kind(slot);
      if (kind == HandOver.LABEL) {
        label(slot);
      } else {
        observe(slot, kind);
      }
    }
    if (readable > 0) {
      for (int column = 0; column < numbers.length; column++) {
        numbers(column);
      }
      missing.take(marks, readable, requests);
      Arrays.fill(marks, 0);
      Arrays.fill(requests, 0, readable, null);
      Arrays.fill(usable, null);
    }
    for (int i = 0; i < count; i++) {
      handOver.release(handOver.slot(0));
    }
    return count > 0;
  }

  /** Records what was dropped, if it is time to. */
  void recordLosses(boolean end) {
    losses.look(dropped.all(), end);
  }

  MonitorCounts counts(DriftAlerts alerts) {
    return new MonitorCounts(
        observed.get(),
        labels.get(),
        dropped.all(),
        foreign.get(),
        unreadable.get(),
        unmatched.get(),
        alerts.detections(),
        alerts.raised(),
        alerts.recoveries(),
        alerts.lost());
  }

  /** What was seen so far. */
  MonitorProfile profile() {
    Map<Verdict.Action, Long> offered = new EnumMap<>(Verdict.Action.class);
    for (Verdict.Action action : Verdict.Action.values()) {
      offered.put(action, actions[action.ordinal()] + dropped.action(action));
    }
    List<MonitorProfile.Numbers> fields = new ArrayList<>();
    for (int i = 0; i < tallies.length; i++) {
      String field = plan.fields().get(i);
      fields.add(tallies[i].profile(field, sensitive(field)));
    }
    List<MonitorProfile.Categories> texts = new ArrayList<>();
    for (int i = 0; i < categories.length; i++) {
      String field = plan.categories().get(i);
      texts.add(categories[i].profile(field, sensitive(field)));
    }
    return new MonitorProfile(
        observed.get(),
        dropped.predictions(),
        offered,
        violated + dropped.violated(),
        fields,
        texts);
  }

  private boolean sensitive(String field) {
    return schema.field(schema.index(field)).sensitive();
  }

  private void observe(int slot, long kind) {
    String id = handOver.id(slot);
    count(observed);
    if ((kind & HandOver.FOREIGN) != 0) {
      count(foreign);
    } else if ((kind & HandOver.UNREADABLE) != 0) {
      count(unreadable);
    } else {
      categories(slot, id);
      if (labelJoin != null && id != null) {
        labelJoin.remember(id, handOver.value(slot, labelJoin.column()));
      }
      requests[readable] = id;
      run[readable++] = slot;
    }
    int action = (int) (kind & HandOver.ACTION);
    actions[action]++;
    denyRate.take(action == 0 ? 0 : 1, id);
    if ((kind & HandOver.VIOLATED) != 0) {
      violated++;
      violations.mark(0);
    }
    violations.next(id);
  }

  /** Takes the values of one field of the run. */
  private void numbers(int column) {
    int many = readable;
    double apart = 0; // stays 0 if all are finite, as 0 times others is NaN
    for (int i = 0; i < many; i++) {
      double value = handOver.value(run[i], column);
      values[i] = value;
      apart += value * 0;
    }
    if (apart == 0) {
      numbers[column].take(values, many, requests);
      tallies[column].take(values, many);
    } else {
      gaps(column);
    }
  }

  /** Takes the values of a field that are usable, and counts the others. */
  private void gaps(int column) {
    MonitoredStream stream = numbers[column];
    NumberTally tally = tallies[column];
    int many = 0;
    for (int i = 0; i < readable; i++) {
      double value = values[i];
      if (Double.isFinite(value)) {
        usable[many] = requests[i];
        values[many++] = value;
        continue;
      }
      marks[column] |= 1 << i;
      if (handOver.absent(run[i], column)) {
        stream.takeMissing();
        tally.takeMissing();
      } else {
        stream.takeNonFinite();
        tally.takeNonFinite();
      }
    }
    stream.take(values, many, usable);
    tally.take(values, many);
  }

  private void categories(int slot, @Nullable String id) {
    for (int column = 0; column < categories.length; column++) {
      CategoryTally tally = categories[column];
      String text = handOver.text(slot, column);
      if (text == null) {
        tally.takeMissing();
        marks[numbers.length + column] |= 1 << readable;
        continue;
      }
      boolean learned = tally.lacking() == 0;
      if (tally.take(text)) {
        newCategories[column].mark(0);
      }
      if (learned) {
        newCategories[column].next(id);
      }
    }
  }

  private void label(int slot) {
    String id = handOver.id(slot);
    count(labels);
    if (id == null || labelJoin == null || !labelJoin.label(id, handOver.value(slot, 0))) {
      count(unmatched);
    }
  }

  /** There is one writer, so this needs no atomic addition. */
  private static void count(AtomicLong counter) {
    counter.setOpaque(counter.getPlain() + 1);
  }
}
