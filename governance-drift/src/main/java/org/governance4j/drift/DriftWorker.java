package org.governance4j.drift;

import java.util.ArrayList;
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
  private final int[] run = new int[RUN];
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
    this.missing = new RateBlocks(streams.missing);
    this.violations = new RateBlocks(streams.violationRate);
    this.newCategories = new RateBlocks[categories.length];
    for (int i = 0; i < categories.length; i++) {
      newCategories[i] = new RateBlocks(streams.newCategories[i]);
    }
    this.labelJoin = labelJoin;
    this.dropped = dropped;
    this.losses = losses;
  }

  /**
   * Processes what is there next, up to {@value #RUN} slots; false when nothing is there yet. The
   * streams see one prediction after the other, so that what they find does not depend on how many
   * were there. The tallies, which do not mind, then take one field after the other: each has its
   * memory, and all together more than the fastest cache.
   */
  boolean step() {
    int count = handOver.filled(RUN);
    int readable = 0;
    for (int i = 0; i < count; i++) {
      int slot = handOver.slot(i);
      long kind = handOver.kind(slot);
      if (kind == HandOver.LABEL) {
        label(slot);
      } else if (observe(slot, kind)) {
        run[readable++] = slot;
      }
    }
    for (int column = 0; column < tallies.length; column++) {
      tallies[column].take(handOver, column, run, readable);
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

  /** Whether its fields could be read. */
  private boolean observe(int slot, long kind) {
    String id = handOver.id(slot);
    count(observed);
    boolean readable = (kind & (HandOver.FOREIGN | HandOver.UNREADABLE)) == 0;
    if ((kind & HandOver.FOREIGN) != 0) {
      count(foreign);
    } else if ((kind & HandOver.UNREADABLE) != 0) {
      count(unreadable);
    } else {
      numbers(slot, id);
      categories(slot, id);
      missing.next(id);
      if (labelJoin != null && id != null) {
        labelJoin.remember(id, handOver.value(slot, labelJoin.column()));
      }
    }
    int action = (int) (kind & HandOver.ACTION);
    actions[action]++;
    denyRate.take(action == 0 ? 0 : 1, id);
    if ((kind & HandOver.VIOLATED) != 0) {
      violated++;
      violations.mark(0);
    }
    violations.next(id);
    return readable;
  }

  private void numbers(int slot, @Nullable String id) {
    for (int column = 0; column < numbers.length; column++) {
      if (handOver.absent(slot, column)) {
        numbers[column].takeMissing();
        missing.mark(column);
        continue;
      }
      double value = handOver.value(slot, column);
      if (!Double.isFinite(value)) {
        missing.mark(column);
      }
      numbers[column].take(value, id);
    }
  }

  private void categories(int slot, @Nullable String id) {
    for (int column = 0; column < categories.length; column++) {
      CategoryTally tally = categories[column];
      String text = handOver.text(slot, column);
      if (text == null) {
        tally.takeMissing();
        missing.mark(numbers.length + column);
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
