package org.governance4j.policy;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.governance4j.Prediction;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What the violations of one rule have in common. It withholds the values of sensitive fields, and
 * what it captures is primitives and strings, never the prediction.
 */
final class Citation {
  /** A longer value of a category is no category but free text, and is withheld like it. */
  private static final int MAX_QUOTED = 256;

  private final int ruleIndex;
  private final String rule;
  private final @Nullable String message;

  Citation(int ruleIndex, RuleHead head) {
    this(ruleIndex, head.id(), head.message());
  }

  private Citation(int ruleIndex, String rule, @Nullable String message) {
    this.ruleIndex = ruleIndex;
    this.rule = rule;
    this.message = message;
  }

  /** The same without the author's message: for what becomes a part of another violation. */
  Citation bare() {
    return new Citation(ruleIndex, rule, null);
  }

  /** Whether the field has a finite number; adds what is wrong if not. */
  boolean isNumber(Prediction prediction, BoundField field, Findings findings) {
    if (!prediction.has(field.index())) {
      findings.undefined(missing(field));
      return false;
    }
    double actual = prediction.number(field.index());
    if (!Double.isFinite(actual)) {
      findings.undefined(number(field, actual, Double.NaN, " is not a finite number"));
      return false;
    }
    return true;
  }

  /** The field has no value, or a number that is not finite. */
  Violation undefined(Prediction prediction, BoundField field) {
    return prediction.has(field.index())
        ? number(
            field, prediction.number(field.index()), Double.NaN, found -> " is not a finite number")
        : missing(field);
  }

  /** The field's text has a length on the wrong side of the limit. */
  Violation measured(BoundField field, int length, int limit, String wrong) {
    return violation(
        field,
        field.sensitive() ? Double.NaN : length,
        limit,
        null,
        found -> field.name() + " with " + length + wrong + limit);
  }

  /** Something is wrong with the field that is not about one value and a limit. */
  Violation plain(BoundField field, String wrong) {
    return violation(field, Double.NaN, Double.NaN, null, found -> field.name() + wrong);
  }

  /**
   * Something was found in the field's text.
   *
   * @param quoted what was found if the rule may say so, otherwise null
   */
  Violation within(BoundField field, @Nullable String quoted, String wrong) {
    return violation(
        field,
        Double.NaN,
        Double.NaN,
        quoted,
        found -> {
          String text = found.actualText();
          return field.name() + wrong + (text == null ? "" : ": " + Wording.quote(text));
        });
  }

  /** Several things of which one would have had to be otherwise. */
  Violation together(List<Violation> parts) {
    if (parts.size() == 1) {
      Violation only = parts.get(0);
      return captured(
          only.field(), only.actual(), only.limit(), only.actualText(), found -> only.message());
    }
    return captured(
        null,
        Double.NaN,
        Double.NaN,
        null,
        found -> parts.stream().map(Violation::message).collect(Collectors.joining(" and ")));
  }

  /** The field has no value. */
  Violation missing(BoundField field) {
    return violation(field, Double.NaN, Double.NaN, null, found -> field.name() + " is missing");
  }

  /** The field's number is on the wrong side of the limit. */
  Violation number(
      BoundField field, double actual, double limit, Function<Violation, String> wrong) {
    boolean withheld = field.sensitive();
    return violation(
        field,
        withheld ? Double.NaN : actual,
        limit,
        null,
        found ->
            field.name()
                + (withheld ? " (withheld)" : " " + Wording.number(found.actual()))
                + wrong.apply(found));
  }

  /** The same with words that were known when the policy was bound. */
  Violation number(BoundField field, double actual, double limit, String wrong) {
    if (field.sensitive()) {
      return violation(
          field, Double.NaN, limit, null, found -> field.name() + " (withheld)" + wrong);
    }
    return violation(
        field,
        actual,
        limit,
        null,
        found -> field.name() + " " + Wording.number(found.actual()) + wrong);
  }

  /** The field's string is not one of those that may be. */
  Violation text(BoundField field, String actual, Function<Violation, String> wrong) {
    return violation(
        field,
        Double.NaN,
        Double.NaN,
        field.sensitive() || actual.length() > MAX_QUOTED ? null : actual,
        found -> {
          String text = found.actualText();
          return field.name()
              + (text == null ? " (withheld)" : " " + Wording.quote(text))
              + wrong.apply(found);
        });
  }

  /** Whether all fields have finite numbers; adds what is wrong where not. */
  boolean areNumbers(Prediction prediction, List<BoundField> fields, Findings findings) {
    boolean all = true;
    for (BoundField field : fields) {
      all &= isNumber(prediction, field, findings);
    }
    return all;
  }

  /** What follows from the fields' numbers taken together is on the wrong side of the limit. */
  Violation several(
      String what, List<BoundField> fields, double actual, double limit, String wrong) {
    boolean withheld = fields.stream().anyMatch(BoundField::sensitive);
    return violation(
        null,
        withheld ? Double.NaN : actual,
        limit,
        null,
        found ->
            what
                + " of "
                + Wording.list(fields.stream().map(BoundField::name).toList())
                + (withheld ? " (withheld)" : " " + Wording.number(found.actual()))
                + wrong);
  }

  /** Something that is not about a field. */
  Violation general(String wrong) {
    return violation(null, Double.NaN, Double.NaN, null, found -> wrong);
  }

  /** A value beside its field's name, withheld if it is too long to be a category. */
  String quoted(String name, String value) {
    return name + (value.length() > MAX_QUOTED ? " (withheld)" : " " + Wording.quote(value));
  }

  private Violation violation(
      @Nullable BoundField field,
      double actual,
      double limit,
      @Nullable String actualText,
      Violation.Renderer renderer) {
    return captured(field == null ? null : field.name(), actual, limit, actualText, renderer);
  }

  private Violation captured(
      @Nullable String field,
      double actual,
      double limit,
      @Nullable String actualText,
      Violation.Renderer renderer) {
    String text = message;
    return new Violation(
        ruleIndex,
        rule,
        field,
        actual,
        limit,
        actualText,
        text == null ? renderer : found -> text + " (" + renderer.render(found) + ")");
  }
}
