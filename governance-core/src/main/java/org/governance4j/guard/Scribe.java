package org.governance4j.guard;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.governance4j.Clearance;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Writes a guard's entries. Everything is copied out of the prediction before it returns.
 *
 * <p>Numbers and short categories enter in the clear. Sensitive fields, free text and long
 * categories, which may hold anything, enter only as commitments.
 */
final class Scribe {

  /** Longer categories are treated like free text: a class label or a country code is short. */
  static final int MAX_CLEAR_CATEGORY = 256;

  private final ModelSchema schema;
  private final ModelRef model;
  private final String policy;
  private final String actor;
  private final Clock clock;
  private final AtomicLong unnamed = new AtomicLong();

  Scribe(ModelSchema schema, ModelRef model, String policy, Clock clock) {
    this.schema = schema;
    this.model = model;
    this.policy = policy;
    this.actor = "guard:" + schema.name();
    this.clock = clock;
  }

  /** The entry that puts a guard into service. */
  Entry deploy(@Nullable Clearance clearance) {
    Entry.Builder entry =
        stamped(Entry.Types.DEPLOY, actor, "model:" + model.name(), "deploy-" + clock.millis())
            .decision(clearance == null ? "uncleared" : "cleared");
    if (clearance != null) {
      entry
          .attribute("signer", JsonValue.of(clearance.artifact().signer()))
          .attribute(
              "approval",
              JsonValue.object()
                  .with("origin", JsonValue.of(clearance.log().origin()))
                  .with("index", JsonValue.of(clearance.approvalIndex()))
                  .with("size", JsonValue.of(clearance.log().size()))
                  .with("root", JsonValue.of(clearance.log().root().toString())));
    }
    return entry.build();
  }

  /**
   * The entry of one prediction.
   *
   * @param judged what the policy said
   * @param verdict what was answered; another than {@code judged} only under an override
   */
  Entry prediction(
      Prediction prediction, Verdict judged, Verdict verdict, @Nullable ActiveOverride override) {
    String given = prediction.id();
    String id = given != null ? given : "unnamed-" + unnamed.getAndIncrement();
    String type =
        judged instanceof Verdict.Deny || judged instanceof Verdict.Escalate
            ? Entry.Types.POLICY_VIOLATION
            : Entry.Types.PREDICTION;
    Entry.Builder entry =
        stamped(type, actor, "prediction:" + id, id).decision(verdict.action().word());
    if (override != null && judged != verdict) {
      entry
          .attribute("judged", JsonValue.of(judged.action().word()))
          .attribute("override", JsonValue.of(override.receipt().index()));
    }
    List<Violation> violations = List.of();
    if (judged instanceof Verdict.Deny deny) {
      entry.attribute("cause", JsonValue.of(deny.cause().word()));
      violations = deny.violations();
    } else if (judged instanceof Verdict.Escalate escalate) {
      violations = escalate.violations();
    } else if (judged instanceof Verdict.AllowWith conditional) {
      entry.attribute(
          "obligations",
          new JsonValue.Arr(
              conditional.obligations().stream()
                  .map(
                      obligation ->
                          (JsonValue)
                              JsonValue.object()
                                  .with("operation", JsonValue.of(obligation.operation().word()))
                                  .with("field", JsonValue.of(obligation.field())))
                  .toList()));
    }
    if (!violations.isEmpty()) {
      List<JsonValue> items = new ArrayList<>();
      for (Violation violation : violations) {
        JsonValue.Obj item = JsonValue.object().with("rule", JsonValue.of(violation.rule()));
        String field = violation.field();
        if (field != null) {
          item = item.with("field", JsonValue.of(field));
        }
        items.add(item.with("message", JsonValue.of(violation.message())));
      }
      entry.attribute("violations", new JsonValue.Arr(items));
    }
    // A prediction of another schema has other fields than the ones this guard knows how to treat.
    if (prediction.schema().equals(schema)) {
      values(entry, prediction);
    }
    return entry.build();
  }

  /** The entry of a human who takes over. */
  Entry override(OverrideMode mode, String who, String reason, Instant expiry) {
    return stamped(Entry.Types.OVERRIDE, who, actor, "override-" + clock.millis())
        .decision(mode.word())
        .reason(reason)
        .attribute("expires", JsonValue.of(expiry.toString()))
        .build();
  }

  /** The entry of a human who gives control back before the expiry. */
  Entry overrideEnd(String who, String reason, ActiveOverride ended) {
    return stamped(Entry.Types.OVERRIDE, who, actor, "override-" + clock.millis())
        .decision("ended")
        .reason(reason)
        .attribute("ends", JsonValue.of(ended.receipt().index()))
        .build();
  }

  private Entry.Builder stamped(String type, String who, String subject, String request) {
    return Entry.builder(type, who, subject)
        .time(clock.instant())
        .request(request)
        .model(model)
        .policy(policy);
  }

  private void values(Entry.Builder entry, Prediction prediction) {
    JsonValue.Obj inputs = JsonValue.object();
    JsonValue.Obj outputs = JsonValue.object();
    for (int i = 0; i < schema.size(); i++) {
      if (!prediction.has(i)) {
        continue;
      }
      Field field = schema.field(i);
      boolean output = schema.isOutput(i);
      JsonValue value = field.numeric() ? number(prediction.number(i)) : text(prediction.text(i));
      if (field.sensitive() || !isShort(field, value)) {
        entry.sensitive((output ? "outputs." : "inputs.") + field.name(), value);
      } else if (output) {
        outputs = outputs.with(field.name(), value);
      } else {
        inputs = inputs.with(field.name(), value);
      }
    }
    entry.attribute("inputs", inputs).attribute("outputs", outputs);
  }

  private static boolean isShort(Field field, JsonValue value) {
    return switch (field.type()) {
      case NUMBER -> true;
      case CATEGORY ->
          value instanceof JsonValue.Str text && text.value().length() <= MAX_CLEAR_CATEGORY;
      case TEXT -> false;
    };
  }

  /** JSON has no word for what is not finite, but the record must say what was there. */
  private static JsonValue number(double value) {
    return Double.isFinite(value) ? JsonValue.of(value) : JsonValue.of(Double.toString(value));
  }

  private static JsonValue text(@Nullable String value) {
    return value == null ? JsonValue.NULL : JsonValue.of(value);
  }
}
