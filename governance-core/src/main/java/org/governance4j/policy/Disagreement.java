package org.governance4j.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/**
 * One prediction that two policies judged differently, without what must not be shown.
 *
 * <p>Of a field the values hold: a number; {@code "NaN"}, {@code "Infinity"} or {@code
 * "-Infinity"}; a category, cut to {@link #MAX_CATEGORY} characters, with a question mark for each
 * control character and half surrogate; {@code {"withheld":"text","length":…}} for free text, in
 * UTF-16 code units; {@code {"withheld":"sensitive"}}; or null where it is missing.
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @param requestId the request, or null
 * @param active what the active policy decided
 * @param candidate what the candidate would have decided
 * @param activeRules the rules that the active policy found broken, at most {@link #MAX_RULES}
 * @param candidateRules the rules that the candidate found broken, at most {@link #MAX_RULES}
 * @param values the fields in the order of the schema's indices
 */
public record Disagreement(
    @Nullable String requestId,
    Verdict.Action active,
    Verdict.Action candidate,
    List<String> activeRules,
    List<String> candidateRules,
    JsonValue.Obj values) {

  /** The most characters of a category that are kept. */
  public static final int MAX_CATEGORY = 64;

  /** The most rules of one side that are kept. */
  public static final int MAX_RULES = 32;

  /** Copies the lists. */
  public Disagreement {
    activeRules = List.copyOf(activeRules);
    candidateRules = List.copyOf(candidateRules);
  }

  static Disagreement of(Prediction prediction, Verdict active, Verdict candidate) {
    return new Disagreement(
        prediction.id(),
        active.action(),
        candidate.action(),
        rules(active),
        rules(candidate),
        values(prediction));
  }

  JsonValue.Obj toJson() {
    return JsonValue.object()
        .with("requestId", requestId == null ? JsonValue.NULL : JsonValue.of(requestId))
        .with("active", JsonValue.of(active.word()))
        .with("candidate", JsonValue.of(candidate.word()))
        .with("activeRules", strings(activeRules))
        .with("candidateRules", strings(candidateRules))
        .with("values", values);
  }

  private static List<String> rules(Verdict verdict) {
    List<Violation> violations = List.of();
    if (verdict instanceof Verdict.Deny deny) {
      violations = deny.violations();
    } else if (verdict instanceof Verdict.Escalate escalate) {
      violations = escalate.violations();
    }
    return violations.stream().map(Violation::rule).distinct().limit(MAX_RULES).toList();
  }

  private static JsonValue.Obj values(Prediction prediction) {
    ModelSchema schema = prediction.schema();
    Map<String, JsonValue> values = new LinkedHashMap<>();
    for (int i = 0; i < schema.size(); i++) {
      values.put(schema.field(i).name(), value(prediction, i));
    }
    return new JsonValue.Obj(values);
  }

  private static JsonValue value(Prediction prediction, int index) {
    Field field = prediction.schema().field(index);
    if (!prediction.has(index)) {
      return JsonValue.NULL;
    }
    if (field.sensitive()) {
      // Not even a length: that of a category may give it away.
      return withheld("sensitive");
    }
    if (field.numeric()) {
      double number = prediction.number(index);
      return Double.isFinite(number) ? JsonValue.of(number) : JsonValue.of(Double.toString(number));
    }
    String text = prediction.text(index);
    if (text == null) {
      return JsonValue.NULL;
    }
    return field.type() == Field.Type.CATEGORY
        ? JsonValue.of(shortened(text))
        : withheld("text").with("length", JsonValue.of(text.length()));
  }

  private static JsonValue.Obj withheld(String why) {
    return JsonValue.object().with("withheld", JsonValue.of(why));
  }

  private static String shortened(String text) {
    String head = text.substring(0, Math.min(text.length(), MAX_CATEGORY));
    StringBuilder out = new StringBuilder(head.length() + 1);
    head.codePoints().forEach(c -> out.appendCodePoint(printable(c) ? c : '?'));
    return out.append(head.length() < text.length() ? "…" : "").toString();
  }

  private static boolean printable(int c) {
    return !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
  }

  private static JsonValue.Arr strings(List<String> list) {
    Stream<JsonValue> items = list.stream().map(JsonValue::of);
    return new JsonValue.Arr(items.toList());
  }
}
