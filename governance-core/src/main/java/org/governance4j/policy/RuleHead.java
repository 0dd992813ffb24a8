package org.governance4j.policy;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.PolicyInvalid;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * What every rule has, whatever its kind, and the checks its members share.
 *
 * @param id unique within its policy
 * @param message the author's text for people, or null
 * @param severity how grave it is when it is broken
 * @param labels tags
 * @param controls the controls it implements, {@code framework:reference}
 * @param effect what follows when it is broken
 * @param obligations what it then obliges to; empty for any other effect than {@link Effect#OBLIGE}
 */
record RuleHead(
    String id,
    @Nullable String message,
    Severity severity,
    List<String> labels,
    List<String> controls,
    Effect effect,
    List<Obligation> obligations) {
  static final int MAX_ID_LENGTH = 128;
  static final int MAX_MESSAGE_LENGTH = 500;

  static final int MAX_LABEL_LENGTH = 64;

  /** The most labels, controls or obligations of one rule. */
  static final int MAX_MARKS = 32;

  static final String CONTROL = "^[a-z0-9][a-z0-9.-]{0,63}:[!-~]{1,128}$";
  private static final Pattern CONTROL_FORM = Pattern.compile(CONTROL);

  /** The most fields or values one rule may list, counted over all its lists. */
  static final int MAX_VALUES = 10_000;

  RuleHead {
    requireLine("a rule id", id, MAX_ID_LENGTH);
    if (message != null) {
      requireLine("rule " + Wording.quote(id) + ": the message", message, MAX_MESSAGE_LENGTH);
    }
    Objects.requireNonNull(severity, "severity");
    labels = marks(id, "labels", labels);
    for (String label : labels) {
      requireLine("rule " + Wording.quote(id) + ": a label", label, MAX_LABEL_LENGTH);
    }
    controls = marks(id, "controls", controls);
    for (String control : controls) {
      if (!CONTROL_FORM.matcher(control).matches()) {
        throw refuse(
            id,
            "a control must be framework:reference, for example eu-ai-act:15, found "
                + Wording.quote(control));
      }
    }
    obligations = marks(id, "obligations", obligations);
    if ((effect == Effect.OBLIGE) == obligations.isEmpty()) {
      throw refuse(
          id,
          effect == Effect.OBLIGE
              ? "the effect oblige needs at least one obligation"
              : "obligations need the effect oblige, found " + effect.word());
    }
    for (int i = 0; i < obligations.size(); i++) {
      checkOperand(id, obligations.get(i), i);
    }
    obligations = obligations.stream().map(obligation -> written(id, obligation)).toList();
  }

  static RuleHead of(String id) {
    return new RuleHead(id, null, Severity.MEDIUM, List.of(), List.of(), Effect.DENY, List.of());
  }

  RuleHead withMessage(@Nullable String newMessage) {
    return new RuleHead(id, newMessage, severity, labels, controls, effect, obligations);
  }

  RuleHead withSeverity(Severity newSeverity) {
    return new RuleHead(id, message, newSeverity, labels, controls, effect, obligations);
  }

  RuleHead withLabels(List<String> newLabels) {
    return new RuleHead(id, message, severity, newLabels, controls, effect, obligations);
  }

  RuleHead withControls(List<String> newControls) {
    return new RuleHead(id, message, severity, labels, newControls, effect, obligations);
  }

  RuleHead withEffect(Effect newEffect, List<Obligation> newObligations) {
    return new RuleHead(id, message, severity, labels, controls, newEffect, newObligations);
  }

  private static Obligation written(String id, Obligation obligation) {
    JsonValue value = obligation.value();
    return value == null
        ? obligation
        : new Obligation(
            obligation.operation(), obligation.field(), written(id, "obligations", value));
  }

  /**
   * The value as the policy's canonical JSON has it: a number with more digits than a double would
   * otherwise be judged by digits that neither the file nor the revision keeps.
   */
  JsonValue written(String member, JsonValue value) {
    return written(id, member, value);
  }

  private static JsonValue written(String id, String member, JsonValue value) {
    try {
      return StrictJson.parse(CanonicalJson.write(value));
    } catch (IllegalArgumentException | InvalidData e) {
      throw new PolicyInvalid(
          "rule " + Wording.quote(id) + ": " + member + ": " + e.getMessage(), e);
    }
  }

  private static <T> List<T> marks(String id, String member, List<T> marks) {
    if (marks.size() > MAX_MARKS) {
      throw refuse(
          id, member + " must list at most " + MAX_MARKS + " elements, found " + marks.size());
    }
    if (new HashSet<>(marks).size() < marks.size()) {
      throw refuse(id, member + " lists an element twice");
    }
    return List.copyOf(marks);
  }

  private static void checkOperand(String id, Obligation obligation, int at) {
    String member = "rule " + Wording.quote(id) + ".obligations[" + at + "]";
    if (obligation.field().isEmpty()) {
      throw refuse(id, "obligations[" + at + "].field must name a field");
    }
    try {
      if (Operand.of(obligation, member) instanceof Operand.Spans) {
        throw refuse(
            id,
            "obligations["
                + at
                + "]: "
                + obligation.operation().word()
                + " takes no value; a rule on texts says where it matched");
      }
    } catch (InvalidData e) {
      throw new PolicyInvalid(String.valueOf(e.getMessage()), e);
    }
  }

  private static PolicyInvalid refuse(String id, String why) {
    return new PolicyInvalid("rule " + Wording.quote(id) + ": " + why);
  }

  /** How messages name the rule. */
  String place() {
    return "rule " + Wording.quote(id);
  }

  /** The refusal of this rule, to be thrown by the caller. */
  PolicyInvalid refuse(String why) {
    return refuse(id, why);
  }

  /** The limit, with minus zero turned into zero; refuses NaN and infinities. */
  double limit(String member, double value) {
    if (!Double.isFinite(value)) {
      throw refuse(member + " must be a finite number, found " + value);
    }
    return value + 0.0;
  }

  /** The name of a field, not yet looked up anywhere. */
  String field(String member, String name) {
    if (name.isEmpty()) {
      throw refuse(member + " must name a field");
    }
    return name;
  }

  /** A copy of the names; refuses what {@link #strings} and {@link #field} refuse. */
  List<String> fields(Collection<String> names) {
    List<String> copy = strings("fields", names);
    copy.forEach(name -> field("fields", name));
    return copy;
  }

  /** A copy of the list; refuses an empty one, one that is too long, and duplicates. */
  List<String> strings(String member, Collection<String> values) {
    count(member, values.size());
    Set<String> seen = new HashSet<>();
    for (String value : values) {
      Objects.requireNonNull(value, member);
      if (!seen.add(value)) {
        throw refuse(member + " lists " + Wording.quote(value) + " twice");
      }
    }
    return List.copyOf(values);
  }

  void count(String member, int size) {
    if (size < 1 || size > MAX_VALUES) {
      throw refuse(member + " must list 1 to " + MAX_VALUES + " values, found " + size);
    }
  }

  static void requireLine(String what, String text, int maxLength) {
    if (text.isBlank()
        || text.length() > maxLength
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new PolicyInvalid(
          what
              + " must be one line of 1 to "
              + maxLength
              + " characters, found "
              + Wording.quote(text));
    }
  }
}
