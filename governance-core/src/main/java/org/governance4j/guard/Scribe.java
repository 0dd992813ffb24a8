package org.governance4j.guard;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.governance4j.Clearance;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.Obligation;
import org.governance4j.Prediction;
import org.governance4j.Receipt;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.json.Deploy;
import org.governance4j.json.HumanOverride;
import org.jspecify.annotations.Nullable;

/**
 * Writes a guard's entries. Everything is copied out of the prediction before it returns.
 *
 * <p>Numbers and short categories enter in the clear. Sensitive fields, free text and long
 * categories, which may hold anything, enter only as commitments.
 *
 * <p>Whatever a client sends, the entry must fit and must have a canonical form, or a denial would
 * leave no trace: text is made well-formed and cut, long lists are cut with their count, and of a
 * wide prediction only as many values enter as there is room for, outputs first, beside the digest
 * of all its numbers.
 */
final class Scribe {

  /** Longer categories are treated like free text: a class label or a country code is short. */
  static final int MAX_CLEAR_CATEGORY = 256;

  static final int MAX_ID = 256;
  static final int MAX_REASON = 4_000;
  static final int MAX_LISTED = 16;
  static final int MAX_MESSAGE = 200;

  /** A digest of {@code _sd} in base64, with quotes and comma. */
  private static final int COMMITMENT_BYTES = 48;

  /** What stands for a masked value, with a length of ten digits, quotes, colon and comma. */
  private static final int MASK_BYTES = 48;

  /**
   * Bytes of the values in an entry, or a review; in an entry, with the lists at their longest it
   * stays below the limit.
   */
  private static final int VALUES_BUDGET = 20_000;

  private final ModelSchema schema;
  private final ModelRef model;
  private final String actor;
  private final Clock clock;

  /** Tells the unnamed predictions of this start from those of another. */
  private final String start;

  private final AtomicLong unnamed = new AtomicLong();
  private final int[] outputsFirst;

  Scribe(ModelSchema schema, ModelRef model, Clock clock) {
    this.schema = schema;
    this.model = model;
    this.actor = "guard:" + schema.name();
    this.clock = clock;
    this.start = Long.toString(clock.millis());
    this.outputsFirst =
        IntStream.range(0, schema.size())
            .boxed()
            .sorted(Comparator.comparing(i -> !schema.isOutput(i)))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** The entry that puts a guard into service. */
  Entry deploy(String revision, @Nullable Clearance clearance, FailModes failModes) {
    Deploy.ApprovalPlace approval =
        clearance == null
            ? null
            : new Deploy.ApprovalPlace(
                clearance.log().origin(),
                clearance.approvalIndex(),
                clearance.log().size(),
                clearance.log().root());
    Deploy body =
        new Deploy(
            clearance == null ? "uncleared" : "cleared",
            null,
            failModes.json(),
            clearance == null ? null : clearance.artifact().signer(),
            approval,
            null,
            null);
    return body.writeTo(
            stamped(body.type(), actor, "model:" + model.name(), "deploy-" + clock.millis())
                .policy(revision))
        .build();
  }

  /** The entry that puts another policy into force. */
  Entry replacement(PolicySnapshot before, PolicySnapshot after, String who, String reason) {
    Deploy body =
        Deploy.replaced(
            Texts.clean(reason, MAX_REASON), before.revision(), Texts.clean(before.name(), MAX_ID));
    return body.writeTo(
            stamped(
                    body.type(),
                    who,
                    "policy:" + Texts.clean(after.name(), MAX_ID),
                    "policy-" + clock.millis())
                .policy(after.revision()))
        .build();
  }

  /** The guard's actor. */
  String actor() {
    return actor;
  }

  /** The model's name. */
  String name() {
    return schema.name();
  }

  /** The time for an entry. */
  Instant now() {
    return clock.instant();
  }

  /** The prediction's id, cleaned, or a new one for a prediction without. */
  String id(Prediction prediction) {
    String given = prediction.id();
    return given != null
        ? Texts.clean(given, MAX_ID)
        : "unnamed-" + start + "-" + unnamed.getAndIncrement();
  }

  /**
   * The entry of one prediction.
   *
   * @param id by {@link #id}
   * @param time when it was judged
   */
  Entry prediction(String id, Instant time, Prediction prediction, Judgement judgement) {
    Verdict judged = judgement.judged();
    Verdict verdict = judgement.verdict();
    ActiveOverride override = judgement.override();
    String type =
        judged instanceof Verdict.Deny || judged instanceof Verdict.Escalate
            ? Entry.Types.POLICY_VIOLATION
            : Entry.Types.PREDICTION;
    Entry.Builder entry =
        stamped(type, actor, "prediction:" + id, id)
            .time(time)
            .policy(judgement.revision())
            .decision(verdict.action().word());
    if (judged != verdict) {
      entry.attribute("judged", JsonValue.of(judged.action().word()));
    }
    FailMode failMode = judgement.failMode();
    if (failMode != null) {
      entry.attribute("failMode", JsonValue.of(failMode.word()));
    }
    if (override != null && judged != verdict) {
      Receipt receipt = override.receipt();
      if (receipt != null) {
        entry.attribute("override", JsonValue.of(receipt.index()));
      }
    }
    if (verdict instanceof Verdict.Deny deny && !(judged instanceof Verdict.Deny)) {
      entry.attribute("cause", JsonValue.of(deny.cause().word()));
    }
    if (judged instanceof Verdict.Deny deny) {
      entry.attribute("cause", JsonValue.of(deny.cause().word()));
      violations(entry, deny.violations());
    } else if (judged instanceof Verdict.Escalate escalate) {
      violations(entry, escalate.violations());
    }
    // Not where a stale policy denies: nobody is going to apply them.
    if (judged == judgement.own() || !(verdict instanceof Verdict.Deny)) {
      obligations(entry, judgement.obligations());
    }
    // A prediction of another schema has other fields than the ones this guard knows how to treat.
    if (prediction.schema().equals(schema)) {
      values(entry, prediction);
    }
    return entry.build();
  }

  /** The entry of a human who takes over. */
  Entry override(String revision, ActiveOverride order) {
    HumanOverride body =
        HumanOverride.order(
            order.mode().word(), Texts.clean(order.reason(), MAX_REASON), order.expiry());
    return override(body, order.actor(), revision);
  }

  /** The entry of a human who gives control back before the expiry. */
  Entry overrideEnd(String revision, String who, String reason, ActiveOverride ended) {
    Receipt receipt = ended.receipt();
    HumanOverride body =
        HumanOverride.end(
            Texts.clean(reason, MAX_REASON), receipt == null ? null : receipt.index());
    return override(body, who, revision);
  }

  private Entry override(HumanOverride body, String who, String revision) {
    return body.writeTo(
            stamped(body.type(), who, actor, "override-" + clock.millis()).policy(revision))
        .build();
  }

  /** An entry that stands for others; to be completed. */
  Entry.Builder summary(String type, String revision, long number) {
    return stamped(type, actor, "model:" + model.name(), "summary-" + start + "-" + number)
        .policy(revision);
  }

  /** An entry about the review of a prediction; to be completed. */
  Entry.Builder review(String type, String revision, String who, String request) {
    return stamped(type, who, "prediction:" + request, request).policy(revision);
  }

  /**
   * What somebody may see who is to judge a prediction: what an entry has in the clear, and no more
   * than there is room for in an entry, because many may wait.
   */
  JsonValue.Obj masked(Prediction prediction) {
    Map<String, JsonValue> inputs = new LinkedHashMap<>();
    Map<String, JsonValue> outputs = new LinkedHashMap<>();
    int room = VALUES_BUDGET;
    int omitted = 0;
    for (int i : outputsFirst) {
      if (!prediction.has(i)) {
        continue;
      }
      Field field = schema.field(i);
      JsonValue value = field.numeric() ? number(prediction.number(i)) : text(prediction.text(i));
      boolean clear = !field.sensitive() && isShort(field, value);
      room -= clear ? bytes(field, value) : 6 * field.name().length() + MASK_BYTES;
      if (room < 0) {
        omitted++;
      } else {
        (schema.isOutput(i) ? outputs : inputs).put(field.name(), clear ? value : withheld(value));
      }
    }
    JsonValue.Obj values =
        JsonValue.object()
            .with("inputs", new JsonValue.Obj(inputs))
            .with("outputs", new JsonValue.Obj(outputs));
    return omitted == 0 ? values : values.with("valuesOmitted", JsonValue.of(omitted));
  }

  private static JsonValue withheld(JsonValue value) {
    JsonValue.Obj masked = JsonValue.object().with("withheld", JsonValue.of(true));
    return value instanceof JsonValue.Str text
        ? masked.with("length", JsonValue.of(text.value().length()))
        : masked;
  }

  private Entry.Builder stamped(String type, String who, String subject, String request) {
    return Entry.builder(type, who, subject).time(clock.instant()).request(request).model(model);
  }

  private static void violations(Entry.Builder entry, List<Violation> violations) {
    List<JsonValue> items = new ArrayList<>();
    for (Violation violation : violations.subList(0, Math.min(violations.size(), MAX_LISTED))) {
      JsonValue.Obj item =
          JsonValue.object().with("rule", JsonValue.of(Texts.clean(violation.rule(), MAX_ID)));
      String field = violation.field();
      if (field != null) {
        item = item.with("field", JsonValue.of(Texts.clean(field, MAX_ID)));
      }
      items.add(
          item.with("message", JsonValue.of(Texts.clean(Texts.message(violation), MAX_MESSAGE))));
    }
    entry.attribute("violations", new JsonValue.Arr(items));
    if (violations.size() > MAX_LISTED) {
      entry.attribute("violationCount", JsonValue.of(violations.size()));
    }
  }

  static void obligations(Entry.Builder entry, List<Obligation> obligations) {
    if (obligations.isEmpty()) {
      return;
    }
    List<JsonValue> items = new ArrayList<>();
    for (Obligation obligation : obligations.subList(0, Math.min(obligations.size(), MAX_LISTED))) {
      items.add(
          JsonValue.object()
              .with("operation", JsonValue.of(obligation.operation().word()))
              .with("field", JsonValue.of(Texts.clean(obligation.field(), MAX_ID))));
    }
    entry.attribute("obligations", new JsonValue.Arr(items));
    if (obligations.size() > MAX_LISTED) {
      entry.attribute("obligationCount", JsonValue.of(obligations.size()));
    }
  }

  private void values(Entry.Builder entry, Prediction prediction) {
    Map<String, JsonValue> inputs = new LinkedHashMap<>();
    Map<String, JsonValue> outputs = new LinkedHashMap<>();
    int room = VALUES_BUDGET;
    int omitted = 0;
    for (int i : outputsFirst) {
      if (!prediction.has(i)) {
        continue;
      }
      Field field = schema.field(i);
      boolean output = schema.isOutput(i);
      JsonValue value = field.numeric() ? number(prediction.number(i)) : text(prediction.text(i));
      boolean commit = field.sensitive() || !isShort(field, value);
      room -= commit ? COMMITMENT_BYTES : bytes(field, value);
      if (room < 0) {
        omitted++;
      } else if (commit) {
        entry.sensitive((output ? "outputs." : "inputs.") + field.name(), value);
      } else {
        (output ? outputs : inputs).put(field.name(), value);
      }
    }
    entry
        .attribute("inputs", new JsonValue.Obj(inputs))
        .attribute("outputs", new JsonValue.Obj(outputs));
    if (omitted > 0) {
      entry
          .attribute("valuesOmitted", JsonValue.of(omitted))
          .attribute("numbersDigest", JsonValue.of(numbersDigest(prediction).toString()));
    }
  }

  /**
   * Over the numeric fields in the schema's order, eight bytes each, big-endian; NaN for what is
   * missing, and for sensitive fields: the digest has no salt, so their values could be guessed.
   */
  private Digest numbersDigest(Prediction prediction) {
    ByteBuffer numbers = ByteBuffer.allocate(8 * schema.numbers());
    for (int i = 0; i < schema.numbers(); i++) {
      numbers.putDouble(schema.field(i).sensitive() ? Double.NaN : prediction.number(i));
    }
    return Digest.sha256(numbers.array());
  }

  /** No less than what name and value take in JSON, with every character escaped at its longest. */
  private static int bytes(Field field, JsonValue value) {
    int text = value instanceof JsonValue.Str string ? string.value().length() : 24;
    return 6 * (field.name().length() + text) + 8;
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
    return value == null ? JsonValue.NULL : JsonValue.of(Texts.wellFormed(value));
  }
}
