package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.governance4j.Obligation;
import org.governance4j.PolicyInvalid;

/**
 * Writes a {@link RulePolicy} in Java; every method has its counterpart in the rule file.
 *
 * <p>Each rule has an id, unique in its policy: one line of 1 to 128 characters. {@link #message},
 * {@link #severity}, {@link #labels}, {@link #controls}, {@link #escalate} and {@link #oblige}
 * speak of the rule added last. Limits are finite numbers; a list has 1 to {@link
 * RulePolicy#MAX_VALUES} elements and none twice. Whatever does not fit is refused at once with a
 * {@link PolicyInvalid} that names the rule; fields are looked up when the policy is bound.
 *
 * <p>Not safe for more than one thread.
 */
public final class RulePolicyBuilder {
  private final String name;
  private final List<Rule> rules = new ArrayList<>();

  RulePolicyBuilder(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  /**
   * Every one of the numbers is present and neither NaN nor infinite. In a file: {@code
   * {"id":…,"kind":"finite","fields":[…]}}.
   */
  public RulePolicyBuilder finite(String id, String... fields) {
    return add(new FiniteRule(RuleHead.of(id), List.of(fields)));
  }

  /**
   * The number is at least the limit, for example a confidence. In a file: {@code
   * {"id":…,"kind":"at_least","field":…,"limit":…}}.
   */
  public RulePolicyBuilder atLeast(String id, String field, double limit) {
    return add(new AtLeastRule(RuleHead.of(id), field, limit));
  }

  /**
   * Every one of the numbers is within the bounds, which are included. In a file, where one bound
   * may be left out: {@code {"id":…,"kind":"range","fields":[…],"min":…,"max":…}}.
   *
   * @param min at most {@code max}
   */
  public RulePolicyBuilder range(String id, double min, double max, String... fields) {
    return add(new RangeRule(RuleHead.of(id), List.of(fields), min, max));
  }

  /** Every one of the numbers is at most the bound: a {@code range} without {@code min}. */
  public RulePolicyBuilder atMost(String id, double max, String... fields) {
    return add(new RangeRule(RuleHead.of(id), List.of(fields), null, max));
  }

  /**
   * The string is one of the list. In a file: {@code
   * {"id":…,"kind":"allowed","field":…,"values":[…]}}.
   */
  public RulePolicyBuilder allowed(String id, String field, String... values) {
    return add(new AllowedRule(RuleHead.of(id), field, List.of(values)));
  }

  /**
   * The string is one of the list that another string chooses, for example the version of a model
   * by its name; where there is no list for it, nothing is allowed. In a file: {@code
   * {"id":…,"kind":"allowed_by","field":…,"by":…,"values":{…:[…]}}}.
   *
   * @param field the string that is judged
   * @param by the string that chooses the list
   * @param values the lists by the value of {@code by}; the limit of a list's size is for all of
   *     them together
   */
  public RulePolicyBuilder allowedBy(
      String id, String field, String by, Map<String, List<String>> values) {
    return add(new AllowedByRule(RuleHead.of(id), field, by, values));
  }

  /**
   * The number is at least the limit that another number chooses, for example the confidence by the
   * amount that is at stake: the limit of the first step whose {@code above} is less than the other
   * number. In a file: {@code
   * {"id":…,"kind":"at_least_by","field":…,"by":…,"steps":[{"above":…,"limit":…}],"otherwise":…}}.
   *
   * @param field the number that is judged
   * @param by the number that chooses the limit
   * @param steps from the greatest {@code above} to the least, none twice
   * @param otherwise the limit where no step applies
   */
  public RulePolicyBuilder atLeastBy(
      String id, String field, String by, List<Step> steps, double otherwise) {
    return add(new AtLeastByRule(RuleHead.of(id), field, by, steps, otherwise));
  }

  /**
   * What people read when the rule added last is broken, in front of what was found.
   *
   * @param text one line of 1 to 500 characters
   * @throws IllegalStateException if there is no rule yet
   */
  public RulePolicyBuilder message(String text) {
    Objects.requireNonNull(text, "text");
    return amend(head -> head.withMessage(text));
  }

  /**
   * How grave it is when the rule added last is broken; {@link Severity#MEDIUM} unless stated.
   *
   * @throws IllegalStateException if there is no rule yet
   */
  public RulePolicyBuilder severity(Severity severity) {
    return amend(head -> head.withSeverity(severity));
  }

  /**
   * Tags of the rule added last, in place of those it had; in a file: {@code "labels":[…]}.
   *
   * @param labels up to 32, each one line of 1 to 64 characters, none twice
   * @throws IllegalStateException if there is no rule yet
   */
  public RulePolicyBuilder labels(String... labels) {
    List<String> list = List.of(labels);
    return amend(head -> head.withLabels(list));
  }

  /**
   * The controls that the rule added last implements, in place of those it had; in a file: {@code
   * "controls":[…]}.
   *
   * @param controls up to 32, none twice, each a framework of lower-case letters, digits, dots and
   *     hyphens, a colon, and the framework's own reference in printable ASCII, for example {@code
   *     eu-ai-act:15} or {@code nist-ai-rmf:MEASURE-2.6}
   * @throws IllegalStateException if there is no rule yet
   */
  public RulePolicyBuilder controls(String... controls) {
    List<String> list = List.of(controls);
    return amend(head -> head.withControls(list));
  }

  /**
   * When the rule added last is broken, the output is held for a human instead of denied; in a
   * file: {@code "effect":"escalate"}.
   *
   * @throws IllegalStateException if there is no rule yet
   */
  public RulePolicyBuilder escalate() {
    return amend(head -> head.withEffect(Effect.ESCALATE, List.of()));
  }

  /**
   * When the rule added last is broken, the output may be released once these obligations were
   * applied; in a file: {@code
   * "effect":"oblige","obligations":[{"operation":…,"field":…,"value":…}]}. The fields must be
   * outputs of the schema, numbers for {@code round} and {@code clamp}, strings for {@code mask},
   * {@code hash} and {@code truncate}. {@code Obligations} describes the operations and their
   * values; {@code mask}, {@code remove} and {@code hash} have none here.
   *
   * @param obligations 1 to 32, none twice
   * @throws IllegalStateException if there is no rule yet
   */
  public RulePolicyBuilder oblige(Obligation... obligations) {
    List<Obligation> list = List.of(obligations);
    return amend(head -> head.withEffect(Effect.OBLIGE, list));
  }

  /**
   * The policy.
   *
   * @throws PolicyInvalid if it has no rule, or two with the same id
   */
  public RulePolicy build() {
    return new RulePolicy(name, rules);
  }

  private RulePolicyBuilder add(Rule rule) {
    rules.add(rule);
    return this;
  }

  private RulePolicyBuilder amend(UnaryOperator<RuleHead> change) {
    if (rules.isEmpty()) {
      throw new IllegalStateException(
          "message, severity, labels, controls and effect belong to a rule; add one first");
    }
    int last = rules.size() - 1;
    Rule rule = rules.get(last);
    rules.set(last, rule.with(change.apply(rule.head())));
    return this;
  }
}
