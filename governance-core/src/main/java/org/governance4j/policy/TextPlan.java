package org.governance4j.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.text.PatternSet;
import org.jspecify.annotations.Nullable;

/**
 * What a policy demands of texts: first what it may cost, then lengths, then scans, then JSON.
 *
 * <p>A prediction costs the length of each text, in UTF-16 code units, times the number of passes
 * over it. That is known before any text is looked at, and is the same on every machine.
 *
 * <p>Immutable; safe for any number of threads; allocates nothing, except for JSON.
 */
final class TextPlan {
  private final ModelSchema schema;
  private final long budget;
  private final @Nullable Cost costs;
  private final @Nullable Length lengths;
  private final @Nullable Search searches;
  private final @Nullable Scan demands;
  private final @Nullable Document documents;

  TextPlan(
      ModelSchema schema,
      long budget,
      @Nullable Length lengths,
      @Nullable Search searches,
      @Nullable Scan demands,
      @Nullable Document documents) {
    this.schema = schema;
    this.budget = budget;
    this.lengths = lengths;
    this.searches = searches;
    this.demands = demands;
    this.documents = documents;
    this.costs = costs(searches, demands, documents);
  }

  private static @Nullable Cost costs(
      @Nullable Search searches, @Nullable Scan demands, @Nullable Document documents) {
    Map<Integer, Integer> passes = new TreeMap<>();
    for (Search search = searches; search != null; search = search.next) {
      passes.merge(search.field, 1, Integer::sum);
    }
    for (Scan scan = demands; scan != null; scan = scan.next) {
      passes.merge(scan.field, 1, Integer::sum);
    }
    for (Document document = documents; document != null; document = document.next) {
      int more = document.json.passes();
      passes.merge(document.json.field().index(), more, Integer::sum);
    }
    Cost first = null;
    for (Map.Entry<Integer, Integer> field : passes.entrySet()) {
      first = new Cost(field.getKey(), field.getValue(), first);
    }
    return first;
  }

  boolean allows(Prediction prediction) {
    return affordable(prediction)
        && (lengths == null || fit(lengths, prediction))
        && (searches == null || free(searches, prediction))
        && (demands == null || meet(demands, prediction))
        && (documents == null || parse(documents, prediction));
  }

  private boolean affordable(Prediction prediction) {
    long left = budget;
    for (Cost cost = costs; cost != null; cost = cost.next) {
      String text = prediction.text(cost.field);
      left -= text == null ? 0 : (long) text.length() * cost.passes;
    }
    return left >= 0;
  }

  /** The denial of a prediction that costs too much; null if it doesn't. */
  @Nullable Verdict refuse(Prediction prediction) {
    if (affordable(prediction)) {
      return null;
    }
    long total = 0;
    long most = 0;
    int field = 0;
    int length = 0;
    for (Cost cost = costs; cost != null; cost = cost.next) {
      String text = prediction.text(cost.field);
      if (text != null) {
        long steps = (long) text.length() * cost.passes;
        total += steps;
        if (steps > most) {
          most = steps;
          field = cost.field;
          length = text.length();
        }
      }
    }
    String message =
        "judging would cost "
            + total
            + " steps, the limit is "
            + budget
            + "; "
            + schema.field(field).name()
            + ", with "
            + length
            + " characters, costs "
            + most
            + " of them";
    return new Verdict.Deny(
        Verdict.Cause.BUDGET, List.of(Violation.of("budget", schema.field(field).name(), message)));
  }

  private static boolean fit(Length first, Prediction prediction) {
    Length length = first;
    do {
      String text = prediction.text(length.field);
      if (text == null || !BoundLength.within(text, length.min, length.max)) {
        return false;
      }
      length = length.next;
    } while (length != null);
    return true;
  }

  private static boolean free(Search first, Prediction prediction) {
    Search search = first;
    do {
      String text = prediction.text(search.field);
      if (text == null || search.texts.matchesAny(text)) {
        return false;
      }
      search = search.next;
    } while (search != null);
    return true;
  }

  private static boolean meet(Scan first, Prediction prediction) {
    Scan scan = first;
    do {
      String text = prediction.text(scan.field);
      if (text == null || !scan.patterns.matchesAny(text)) {
        return false;
      }
      scan = scan.next;
    } while (scan != null);
    return true;
  }

  private static boolean parse(Document first, Prediction prediction) {
    Document document = first;
    do {
      String text = prediction.text(document.json.field().index());
      if (text == null || !document.json.fits(text)) {
        return false;
      }
      document = document.next;
    } while (document != null);
    return true;
  }

  /** How many passes over a field there are at most. */
  private record Cost(int field, int passes, @Nullable Cost next) {}

  /** A length within closed bounds, in code points. */
  record Length(int field, int min, int max, @Nullable Length next) {}

  /** Patterns of which none may occur. */
  record Search(int field, FieldTexts texts, @Nullable Search next) {}

  /** Patterns of which one must occur. */
  record Scan(int field, PatternSet patterns, @Nullable Scan next) {}

  /** A JSON document. */
  record Document(BoundJson json, @Nullable Document next) {}
}
