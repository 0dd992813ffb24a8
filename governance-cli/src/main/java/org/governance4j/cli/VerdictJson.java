package org.governance4j.cli;

import java.util.Collection;
import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/** A verdict as {@code {"id","action","violations":[{"rule","message"}],"obligations":[…]}}. */
final class VerdictJson {
  private VerdictJson() {}

  static JsonValue of(@Nullable String id, Verdict verdict) {
    List<Violation> violations = List.of();
    List<Obligation> obligations = List.of();
    if (verdict instanceof Verdict.Deny deny) {
      violations = deny.violations();
    } else if (verdict instanceof Verdict.Escalate escalate) {
      violations = escalate.violations();
    } else if (verdict instanceof Verdict.AllowWith with) {
      obligations = with.obligations();
    }
    return JsonValue.object()
        .with("id", id == null ? JsonValue.NULL : JsonValue.of(id))
        .with("action", JsonValue.of(verdict.action().word()))
        .with("violations", new JsonValue.Arr(violations.stream().map(VerdictJson::of).toList()))
        .with("obligations", of(obligations));
  }

  static JsonValue.Arr strings(Collection<String> values) {
    return new JsonValue.Arr(values.stream().map(value -> JsonValue.of(value)).toList());
  }

  static JsonValue.Arr of(List<Obligation> obligations) {
    return new JsonValue.Arr(obligations.stream().map(VerdictJson::of).toList());
  }

  private static JsonValue of(Violation violation) {
    return JsonValue.object()
        .with("rule", JsonValue.of(violation.rule()))
        .with("message", JsonValue.of(violation.message()));
  }

  static JsonValue of(Obligation obligation) {
    JsonValue.Obj object =
        JsonValue.object()
            .with("operation", JsonValue.of(obligation.operation().word()))
            .with("field", JsonValue.of(obligation.field()));
    JsonValue value = obligation.value();
    return value == null ? object : object.with("value", value);
  }
}
