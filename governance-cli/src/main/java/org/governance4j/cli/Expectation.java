package org.governance4j.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.Verdict;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/**
 * What a test expects of a verdict; what is null may be anything.
 *
 * @param rules all that the verdict names, in any order
 * @param obligations all of them in their order
 */
record Expectation(
    String action,
    @Nullable String cause,
    @Nullable Set<String> rules,
    JsonValue.@Nullable Arr obligations) {
  private static final List<String> ACTIONS =
      Arrays.stream(Verdict.Action.values()).map(Verdict.Action::word).toList();
  private static final List<String> CAUSES =
      Arrays.stream(Verdict.Cause.values()).map(Verdict.Cause::word).toList();
  private static final List<String> OPERATIONS =
      Arrays.stream(Obligation.Operation.values()).map(Obligation.Operation::word).toList();

  /**
   * Reads it.
   *
   * @throws org.governance4j.InvalidData if it is not of the form, or no verdict could meet it
   */
  static Expectation read(JsonMembers members) {
    String action = members.word("action", ACTIONS);
    String cause = members.optionalWord("cause", CAUSES);
    if (cause != null && !action.equals(Verdict.Action.DENY.word())) {
      throw members.invalid("cause", "only a denial has a cause, expected is " + action);
    }
    Set<String> rules = null;
    if (members.has("rules")) {
      if (action.equals(Verdict.Action.ALLOW.word())) {
        throw members.invalid("rules", "an output that is allowed as it is breaks none");
      }
      rules = rules(members);
    }
    JsonValue.Arr obligations = null;
    if (members.has("obligations")) {
      if (!action.equals(Verdict.Action.ALLOW_WITH.word())) {
        throw members.invalid("obligations", "only allow_with has some, expected is " + action);
      }
      obligations = obligations(members);
    }
    members.noOthers();
    return new Expectation(action, cause, rules, obligations);
  }

  private static Set<String> rules(JsonMembers members) {
    Set<String> rules = new TreeSet<>();
    for (String rule : members.strings("rules")) {
      if (!rules.add(rule)) {
        throw members.invalid("rules", "the rule " + RuleWords.quote(rule) + " is there twice");
      }
    }
    if (rules.isEmpty()) {
      throw members.invalid("rules", "must not be empty; leave it out");
    }
    return rules;
  }

  private static JsonValue.Arr obligations(JsonMembers members) {
    List<JsonValue> obligations = new ArrayList<>();
    for (JsonMembers obligation : members.objects("obligations")) {
      obligation.word("operation", OPERATIONS);
      obligation.string("field");
      obligation.optionalValue("value");
      obligation.noOthers();
      obligations.add(obligation.object());
    }
    if (obligations.isEmpty()) {
      throw members.invalid("obligations", "must not be empty; leave it out");
    }
    return new JsonValue.Arr(obligations);
  }

  /** What is not as expected, in words that hold no value of a prediction; empty if all is. */
  List<String> differences(Found found) {
    List<String> differences = new ArrayList<>();
    differ(differences, "action", action, found.action().word());
    Verdict.Cause why = found.cause();
    differ(differences, "cause", cause, why == null ? "none" : why.word());
    Set<String> named = rules;
    Set<String> broken = new TreeSet<>(found.rules());
    if (named != null) {
      differ(differences, "rules", named.toString(), broken.toString());
    } else if (!differences.isEmpty() && !broken.isEmpty()) {
      differences.add("it names the rules " + broken);
    }
    JsonValue.Arr demanded = obligations;
    if (demanded != null) {
      differ(
          differences,
          "obligations",
          CanonicalJson.writeString(demanded),
          CanonicalJson.writeString(found.obligations()));
    }
    return differences;
  }

  private static void differ(
      List<String> differences, String what, @Nullable String expected, String found) {
    if (expected != null && !expected.equals(found)) {
      differences.add("expected " + what + " " + expected + ", found " + found);
    }
  }
}
