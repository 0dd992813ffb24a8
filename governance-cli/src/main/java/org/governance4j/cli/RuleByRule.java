package org.governance4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.governance4j.BoundPolicy;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;
import org.governance4j.policy.RuleInfo;
import org.governance4j.policy.RulePolicy;

/**
 * Judges every rule by itself, to tell those that hold from those that are broken and those that
 * lack a value, which no verdict of a whole policy does: one that allows with obligations does not
 * name the rules they come from.
 *
 * <p>Immutable.
 */
final class RuleByRule {
  /** The kinds of rules that only demand that values are there. */
  private static final Set<String> PRESENCE = Set.of("finite", "required");

  private final List<Part> parts;
  private final List<Part> windows;

  /** For each part a policy of this rule only, which denies when it is broken. */
  private final List<BoundPolicy> alone;

  /** Takes the policies' rules apart. */
  RuleByRule(PolicyFiles.Loaded loaded) {
    List<Part> all = new ArrayList<>();
    List<Part> counting = new ArrayList<>();
    List<BoundPolicy> bound = new ArrayList<>();
    for (RulePolicy policy : loaded.policies()) {
      List<RuleInfo> infos = policy.rules();
      JsonValue.Obj json = StrictJson.parseObject(policy.toJson());
      List<JsonValue.Obj> rules = objects(json, "rules");
      for (int i = 0; i < rules.size(); i++) {
        RuleInfo info = infos.get(i);
        Part part = new Part(policy, loaded.label(policy, info.id()), info, rules.get(i));
        all.add(part);
        bound.add(alone(json, part.rule()).bind(loaded.schema()));
      }
      List<JsonValue.Obj> own = objects(json, "windows");
      for (int i = 0; i < own.size(); i++) {
        RuleInfo info = infos.get(rules.size() + i);
        counting.add(new Part(policy, loaded.label(policy, info.id()), info, own.get(i)));
      }
    }
    this.parts = List.copyOf(all);
    this.windows = List.copyOf(counting);
    this.alone = List.copyOf(bound);
  }

  /**
   * One rule, or one window.
   *
   * @param label how verdicts name it
   * @param rule as canonical JSON has it
   */
  record Part(RulePolicy policy, String label, RuleInfo info, JsonValue.Obj rule) {}

  /** How a prediction fares with a rule. */
  enum Outcome {
    /** It is as the rule demands. */
    HOLDS,
    /** A value is there and against the rule. */
    BROKEN,
    /** A value that the rule reads is missing or not finite. */
    LACKS_INPUT,
    /** The rule did not come to a judgement. */
    NOT_JUDGED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Outcome of(Verdict verdict) {
      if (!(verdict instanceof Verdict.Deny deny)) {
        return HOLDS;
      }
      return switch (deny.cause()) {
        case POLICY -> BROKEN;
        case UNDEFINED_INPUT -> LACKS_INPUT;
        default -> NOT_JUDGED;
      };
    }
  }

  /**
   * How a prediction fares with a rule, and why.
   *
   * @param messages empty if the rule holds
   */
  record Judged(Part part, Outcome outcome, List<String> messages) {
    /**
     * Whether a test shows with it that the rule works: a missing value, which denies under every
     * rule, shows so only of rules that demand nothing else.
     */
    boolean isShownAtWork() {
      return outcome == Outcome.BROKEN
          || outcome == Outcome.LACKS_INPUT && PRESENCE.contains(part.info().kind());
    }
  }

  /** The rules, in the order of the files. */
  List<Part> parts() {
    return parts;
  }

  /** The windows, which no prediction by itself breaks, in the order of the files. */
  List<Part> windows() {
    return windows;
  }

  /** How a prediction fares with every rule. */
  List<Judged> judge(Prediction prediction) {
    List<Judged> all = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      Verdict verdict = alone.get(i).evaluate(prediction);
      List<String> messages =
          verdict instanceof Verdict.Deny deny
              ? deny.violations().stream().map(Violation::message).toList()
              : List.of();
      all.add(new Judged(part, Outcome.of(verdict), messages));
    }
    return all;
  }

  /** What the verdict of a whole policy names that is none of the rules, such as its budget. */
  List<Violation> others(Verdict verdict) {
    List<Violation> violations =
        verdict instanceof Verdict.Deny deny
            ? deny.violations()
            : verdict instanceof Verdict.Escalate held ? held.violations() : List.of();
    return violations.stream()
        .filter(violation -> parts.stream().noneMatch(p -> p.label().equals(violation.rule())))
        .toList();
  }

  /** The labels of the rules that do not hold. */
  static List<String> broken(List<Judged> all) {
    return all.stream()
        .filter(judged -> judged.outcome() != Outcome.HOLDS)
        .map(judged -> judged.part().label())
        .toList();
  }

  private static List<JsonValue.Obj> objects(JsonValue.Obj policy, String name) {
    JsonMembers members = JsonMembers.of(policy, "$");
    if (!members.has(name)) {
      return List.of();
    }
    return members.objects(name).stream().map(JsonMembers::object).toList();
  }

  /** The policy with one rule only, which denies, and quotes nothing of what it found. */
  private static RulePolicy alone(JsonValue.Obj policy, JsonValue.Obj rule) {
    Map<String, JsonValue> members = new LinkedHashMap<>(rule.members());
    members.remove("effect");
    members.remove("obligations");
    members.remove("quote");
    Map<String, JsonValue> whole = new LinkedHashMap<>(policy.members());
    whole.put("rules", JsonValue.array(new JsonValue.Obj(members)));
    whole.remove("windows");
    return RulePolicy.parse(CanonicalJson.write(new JsonValue.Obj(whole)));
  }
}
