package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * All conditions of a policy, by what has to be done and not by which rule they come from. Decides
 * whether a prediction is allowed, and nothing else; who broke what is found out afterwards.
 *
 * <p>Four things make it fast in a process that has loaded several policies:
 *
 * <ul>
 *   <li>There is no virtual call for each rule: every form of condition is a final class with a
 *       loop of its own, and all ranges of one field have become one range. The cheapest forms come
 *       first.
 *   <li>Conditions of one form are linked, not in an array. Most chains have one or two of them,
 *       for which the compiler's unrolled array loops are mostly overhead; over the six rules of
 *       the benchmark this took off a fifth of the time.
 *   <li>Each loop is a method that is called only if there is something to do, so that the compiler
 *       judges it by its own profile. In one common method the forms that most policies don't have
 *       would look rare, and what they call would not be inlined.
 *   <li>Only what takes long itself, or is rare, is behind a virtual call: a {@link Check}, looked
 *       at last.
 * </ul>
 *
 * <p>Every comparison is written so that it fails for NaN and null, the values of a missing field.
 *
 * <p>Immutable; safe for any number of threads; allocates nothing.
 */
final class Plan {
  /** Fewer neighbours are faster one by one. */
  private static final int MIN_RUN = 4;

  private final @Nullable Run runs;
  private final @Nullable Range ranges;
  private final @Nullable Stepped stepped;
  private final @Nullable Listed listed;
  private final @Nullable PairListed pairs;
  private final Check @Nullable [] checks;

  private final @Nullable Branch conditions;
  private final @Nullable TextPlan texts;

  private Plan(Draft draft) {
    texts = draft.texts;
    conditions = Branch.of(draft.conditions);
    List<Range> single = new ArrayList<>();
    runs = chain(runs(List.copyOf(draft.ranges.values()), single), Run::before);
    ranges = chain(single, Range::before);
    stepped = chain(draft.stepped, Stepped::before);
    listed = chain(draft.listed, Listed::before);
    pairs = chain(draft.pairs, PairListed::before);
    checks = draft.checks.isEmpty() ? null : draft.checks.toArray(Check[]::new);
  }

  /** Splits ranges, ordered by field, into runs and into those that stand alone. */
  private static List<Run> runs(List<Range> ordered, List<Range> single) {
    List<Run> runs = new ArrayList<>();
    int start = 0;
    while (start < ordered.size()) {
      Range first = ordered.get(start);
      int end = start + 1;
      while (end < ordered.size()
          && ordered.get(end).field == first.field + end - start
          && ordered.get(end).low == first.low
          && ordered.get(end).high == first.high) {
        end++;
      }
      if (end - start >= MIN_RUN) {
        runs.add(new Run(first.field, first.field + end - start, first.low, first.high, null));
      } else {
        single.addAll(ordered.subList(start, end));
      }
      start = end;
    }
    return runs;
  }

  private static <T> @Nullable T chain(List<T> items, BiFunction<T, @Nullable T, T> before) {
    T first = null;
    for (int i = items.size() - 1; i >= 0; i--) {
      first = before.apply(items.get(i), first);
    }
    return first;
  }

  boolean allows(Prediction prediction) {
    return (runs == null || areInRange(runs, prediction))
        && (ranges == null || inRange(ranges, prediction))
        && (stepped == null || reachesStep(stepped, prediction))
        && (listed == null || isListed(listed, prediction))
        && (pairs == null || isPairListed(pairs, prediction))
        && (checks == null || hold(checks, prediction))
        && (conditions == null || Branch.accepts(conditions, prediction))
        && (texts == null || texts.allows(prediction));
  }

  /** The denial of a prediction that costs too much to be judged; null if it doesn't. */
  @Nullable Verdict refuse(Prediction prediction) {
    return texts == null ? null : texts.refuse(prediction);
  }

  private static boolean areInRange(Run first, Prediction prediction) {
    Run run = first;
    do {
      for (int field = run.from; field < run.to; field++) {
        double number = prediction.number(field);
        if (!(number >= run.low && number <= run.high)) {
          return false;
        }
      }
      run = run.next;
    } while (run != null);
    return true;
  }

  private static boolean hold(Check[] checks, Prediction prediction) {
    for (Check check : checks) {
      if (!check.holds(prediction)) {
        return false;
      }
    }
    return true;
  }

  private static boolean inRange(Range first, Prediction prediction) {
    Range range = first;
    do {
      double number = prediction.number(range.field);
      if (!(number >= range.low && number <= range.high)) {
        return false;
      }
      range = range.next;
    } while (range != null);
    return true;
  }

  private static boolean reachesStep(Stepped first, Prediction prediction) {
    Stepped step = first;
    do {
      double chooser = prediction.number(step.chooser);
      if (!(Math.abs(chooser) <= Double.MAX_VALUE)
          || !(prediction.number(step.field) >= step.steps.limitAt(chooser))) {
        return false;
      }
      step = step.next;
    } while (step != null);
    return true;
  }

  private static boolean isListed(Listed first, Prediction prediction) {
    Listed list = first;
    do {
      String text = prediction.text(list.field);
      if (text == null || !list.set.contains(text)) {
        return false;
      }
      list = list.next;
    } while (list != null);
    return true;
  }

  private static boolean isPairListed(PairListed first, Prediction prediction) {
    PairListed list = first;
    do {
      String key = prediction.text(list.key);
      String value = prediction.text(list.value);
      if (key == null || value == null || !list.pairs.contains(key, value)) {
        return false;
      }
      list = list.next;
    } while (list != null);
    return true;
  }

  /** Neighbouring fields with the same bounds: a loop in which the view's state is read once. */
  private record Run(int from, int to, double low, double high, @Nullable Run next) {
    Run before(@Nullable Run other) {
      return new Run(from, to, low, high, other);
    }
  }

  private record Range(int field, double low, double high, @Nullable Range next) {
    Range before(@Nullable Range other) {
      return new Range(field, low, high, other);
    }
  }

  private record Stepped(int chooser, int field, Steps steps, @Nullable Stepped next) {
    Stepped before(@Nullable Stepped other) {
      return new Stepped(chooser, field, steps, other);
    }
  }

  private record Listed(int field, TextSet set, @Nullable Listed next) {
    Listed before(@Nullable Listed other) {
      return new Listed(field, set, other);
    }
  }

  private record PairListed(int key, int value, TextPairs pairs, @Nullable PairListed next) {
    PairListed before(@Nullable PairListed other) {
      return new PairListed(key, value, pairs, other);
    }
  }

  /** Collects the conditions of a policy's rules. */
  static final class Draft {
    private final Map<Integer, Range> ranges = new TreeMap<>();
    private final List<Stepped> stepped = new ArrayList<>();
    private final List<Listed> listed = new ArrayList<>();
    private final List<PairListed> pairs = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<BoundCondition> conditions = new ArrayList<>();
    private @Nullable TextPlan texts;

    /** The number is within closed bounds. */
    void range(int field, double low, double high) {
      ranges.merge(
          field,
          new Range(field, low, high, null),
          (a, b) -> new Range(field, Math.max(a.low, b.low), Math.min(a.high, b.high), null));
    }

    /** The number reaches the limit that the chooser demands; both are finite. */
    void stepped(int chooser, int field, Steps limits) {
      range(field, -Double.MAX_VALUE, Double.MAX_VALUE);
      stepped.add(new Stepped(chooser, field, limits, null));
    }

    /** The string is in the set. */
    void text(int field, TextSet set) {
      listed.add(new Listed(field, set, null));
    }

    /** The pair of strings is in the set. */
    void textPair(int key, int value, TextPairs set) {
      pairs.add(new PairListed(key, value, set, null));
    }

    /** The check holds; it is looked at after the forms above. */
    void check(Check check) {
      checks.add(check);
    }

    /** What a condition demands. */
    void condition(BoundCondition condition) {
      conditions.add(condition);
    }

    /** What is demanded of texts, if anything is. */
    void texts(@Nullable TextPlan plan) {
      texts = plan;
    }

    Plan plan() {
      return new Plan(this);
    }
  }
}
