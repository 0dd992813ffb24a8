package org.governance4j.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What a guard found about one prediction: {@code policy-violation} where a policy denied or
 * escalated it, {@code prediction} where it was recorded though nothing was wrong. The actor is the
 * guard, the request that of the prediction. Sensitive values are commitments of the envelope.
 *
 * <p>Lists are null where the entry has no such member; long ones are cut by the guard, and then
 * the whole number stands beside them.
 *
 * @param type {@link Entry.Types#POLICY_VIOLATION} or {@link Entry.Types#PREDICTION}
 * @param verdict {@code decision}: what the caller was told
 * @param judged what the policy had said, where the verdict differs; or null
 * @param failMode how a failing control was configured to be taken, where it was; or null
 * @param override the index of the order in force that changed the verdict, or null
 * @param cause why it was denied, or null
 * @param violations which rules were broken, or null
 * @param violationCount how many there were, if not all are listed; or null
 * @param obligations what the caller must do, or null
 * @param obligationCount how many there are, if not all are listed; or null
 * @param inputs the inputs in the clear, or null
 * @param outputs the outputs in the clear, or null
 * @param valuesOmitted how many values there was no room for, or null
 * @param numbersDigest SHA-256 over all numbers of the prediction, where some are omitted; or null
 */
public record JudgedPrediction(
    String type,
    Verdict.Action verdict,
    Verdict.@Nullable Action judged,
    @Nullable String failMode,
    @Nullable Long override,
    Verdict.@Nullable Cause cause,
    @Nullable List<Breach> violations,
    @Nullable Long violationCount,
    @Nullable List<Duty> obligations,
    @Nullable Long obligationCount,
    JsonValue.@Nullable Obj inputs,
    JsonValue.@Nullable Obj outputs,
    @Nullable Long valuesOmitted,
    @Nullable Digest numbersDigest)
    implements EntryBody {

  /**
   * One broken rule.
   *
   * @param rule its id
   * @param field the field it is about, or null
   * @param message what was found, without sensitive values
   */
  public record Breach(String rule, @Nullable String field, String message) {
    /** Refuses nulls. */
    public Breach {
      Objects.requireNonNull(rule, "rule");
      Objects.requireNonNull(message, "message");
    }
  }

  /**
   * One obligation, without its value.
   *
   * @param operation what is to be done
   * @param field to which field
   */
  public record Duty(Obligation.Operation operation, String field) {
    /** Refuses nulls. */
    public Duty {
      Objects.requireNonNull(operation, "operation");
      Objects.requireNonNull(field, "field");
    }
  }

  /** Copies the lists; refuses another type and negative counts. */
  public JudgedPrediction {
    if (!type.equals(Entry.Types.POLICY_VIOLATION) && !type.equals(Entry.Types.PREDICTION)) {
      throw new IllegalArgumentException(
          "a judged prediction is of type policy-violation or prediction, not " + type);
    }
    Objects.requireNonNull(verdict, "verdict");
    violations = violations == null ? null : List.copyOf(violations);
    obligations = obligations == null ? null : List.copyOf(obligations);
    BodyMembers.optionalCount("override", override);
    BodyMembers.optionalCount("violationCount", violationCount);
    BodyMembers.optionalCount("obligationCount", obligationCount);
    BodyMembers.optionalCount("valuesOmitted", valuesOmitted);
  }

  @Override
  public Entry.Builder writeTo(Entry.Builder entry) {
    BodyMembers.put(entry, "judged", judged == null ? null : judged.word());
    BodyMembers.put(entry, "failMode", failMode);
    BodyMembers.put(entry, "override", override);
    BodyMembers.put(entry, "cause", cause == null ? null : cause.word());
    BodyMembers.put(entry, "violations", violations, JudgedPrediction::json);
    BodyMembers.put(entry, "violationCount", violationCount);
    BodyMembers.put(entry, "obligations", obligations, JudgedPrediction::json);
    BodyMembers.put(entry, "obligationCount", obligationCount);
    BodyMembers.put(entry, "inputs", inputs);
    BodyMembers.put(entry, "outputs", outputs);
    BodyMembers.put(entry, "valuesOmitted", valuesOmitted);
    BodyMembers.put(entry, "numbersDigest", numbersDigest);
    return entry.decision(verdict.word());
  }

  private static JsonValue json(Breach breach) {
    Map<String, JsonValue> item = new LinkedHashMap<>();
    item.put("rule", JsonValue.of(breach.rule));
    if (breach.field != null) {
      item.put("field", JsonValue.of(breach.field));
    }
    item.put("message", JsonValue.of(breach.message));
    return new JsonValue.Obj(item);
  }

  private static JsonValue json(Duty duty) {
    return JsonValue.object()
        .with("operation", JsonValue.of(duty.operation.word()))
        .with("field", JsonValue.of(duty.field));
  }

  static JudgedPrediction read(BodyMembers members) {
    JsonMembers attributes = members.attributes();
    return new JudgedPrediction(
        members.entry().type(),
        members.decision(Verdict.Action.values(), Verdict.Action::word),
        members.optionalOneOf("judged", Verdict.Action.values(), Verdict.Action::word),
        attributes.optionalString("failMode"),
        attributes.optionalInteger("override"),
        members.optionalOneOf("cause", Verdict.Cause.values(), Verdict.Cause::word),
        members.optionalObjects(
            "violations",
            item ->
                new Breach(
                    item.string("rule"), item.optionalString("field"), item.string("message"))),
        attributes.optionalInteger("violationCount"),
        members.optionalObjects(
            "obligations",
            item ->
                new Duty(
                    members.oneOf(
                        "obligations",
                        Obligation.Operation.values(),
                        Obligation.Operation::word,
                        item.string("operation")),
                    item.string("field"))),
        attributes.optionalInteger("obligationCount"),
        members.optionalObj("inputs"),
        members.optionalObj("outputs"),
        attributes.optionalInteger("valuesOmitted"),
        members.optionalDigest("numbersDigest"));
  }
}
