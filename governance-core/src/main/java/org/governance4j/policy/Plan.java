package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.governance4j.Prediction;

/**
 * All conditions of a policy, by what has to be done and not by which rule they come from. Decides
 * whether a prediction is allowed, and nothing else; who broke what is found out afterwards.
 *
 * <p>A rule in an object of its own would cost a virtual call each, which the compiler cannot
 * inline once a process has loaded several policies. Here each form of condition is one loop over
 * one array of a final class, and all ranges of one field have become one range. The cheapest forms
 * come first.
 *
 * <p>Each loop is a method of its own that is called only if there is something to do, so that the
 * compiler judges it by its own profile: in one common method the forms that most policies of a
 * process don't have would look rare, and what they call would not be inlined.
 *
 * <p>Every comparison is written so that it fails for NaN and null, the values of a missing field.
 *
 * <p>Immutable; safe for any number of threads; allocates nothing.
 */
final class Plan {
  private final Range[] ranges;
  private final Stepped[] stepped;
  private final Listed[] listed;
  private final PairListed[] pairs;

  private Plan(Draft draft) {
    ranges = draft.ranges.values().toArray(Range[]::new);
    stepped = draft.stepped.toArray(Stepped[]::new);
    listed = draft.listed.toArray(Listed[]::new);
    pairs = draft.pairs.toArray(PairListed[]::new);
  }

  boolean allows(Prediction prediction) {
    return (ranges.length == 0 || inRange(prediction))
        && (stepped.length == 0 || reachesStep(prediction))
        && (listed.length == 0 || isListed(prediction))
        && (pairs.length == 0 || isPairListed(prediction));
  }

  private boolean inRange(Prediction prediction) {
    for (Range range : ranges) {
      double number = prediction.number(range.field);
      if (!(number >= range.low && number <= range.high)) {
        return false;
      }
    }
    return true;
  }

  private boolean reachesStep(Prediction prediction) {
    for (Stepped step : stepped) {
      double limit = step.steps.limitAt(prediction.number(step.chooser));
      if (!(prediction.number(step.field) >= limit)) {
        return false;
      }
    }
    return true;
  }

  private boolean isListed(Prediction prediction) {
    for (Listed list : listed) {
      String text = prediction.text(list.field);
      if (text == null || !list.set.contains(text)) {
        return false;
      }
    }
    return true;
  }

  private boolean isPairListed(Prediction prediction) {
    for (PairListed list : pairs) {
      String key = prediction.text(list.key);
      String value = prediction.text(list.value);
      if (key == null || value == null || !list.pairs.contains(key, value)) {
        return false;
      }
    }
    return true;
  }

  private record Range(int field, double low, double high) {}

  private record Stepped(int chooser, int field, Steps steps) {}

  private record Listed(int field, TextSet set) {}

  private record PairListed(int key, int value, TextPairs pairs) {}

  /** Collects the conditions of a policy's rules. */
  static final class Draft {
    private final Map<Integer, Range> ranges = new TreeMap<>();
    private final List<Stepped> stepped = new ArrayList<>();
    private final List<Listed> listed = new ArrayList<>();
    private final List<PairListed> pairs = new ArrayList<>();

    /** The number is within closed bounds. */
    void range(int field, double low, double high) {
      ranges.merge(
          field,
          new Range(field, low, high),
          (a, b) -> new Range(field, Math.max(a.low, b.low), Math.min(a.high, b.high)));
    }

    /** The number is finite. */
    void finite(int field) {
      range(field, -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    /** The number reaches the limit that the chooser demands; both are finite. */
    void stepped(int chooser, int field, Steps limits) {
      finite(chooser);
      finite(field);
      stepped.add(new Stepped(chooser, field, limits));
    }

    /** The string is in the set. */
    void text(int field, TextSet set) {
      listed.add(new Listed(field, set));
    }

    /** The pair of strings is in the set. */
    void textPair(int key, int value, TextPairs set) {
      pairs.add(new PairListed(key, value, set));
    }

    Plan plan() {
      return new Plan(this);
    }
  }
}
