package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.PolicyInvalid;

/**
 * Writes a {@link RulePolicy} in Java; every method has its counterpart in the rule file.
 *
 * <p>Each rule has an id, unique in its policy: one line of 1 to 128 characters. {@link #message},
 * {@link #severity}, {@link #labels}, {@link #controls}, {@link #escalate} and {@link #oblige}
 * speak of the rule or window added last. Limits are finite numbers; a list has 1 to {@link
 * RulePolicy#MAX_VALUES} elements and none twice. Whatever does not fit is refused at once with a
 * {@link PolicyInvalid} that names the rule; fields are looked up when the policy is bound.
 *
 * <p>Not safe for more than one thread.
 */
public final class RulePolicyBuilder {
  private final String name;
  private final List<Rule> rules = new ArrayList<>();
  private long budget = RulePolicy.DEFAULT_BUDGET;
  private final List<WindowRule> windows = new ArrayList<>();

  /** Whether what was added last is a window. */
  private boolean windowed;

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
   * Every one of the fields, numbers or strings, is present. A number may be NaN or infinite here;
   * {@link #finite} asks for more. In a file: {@code {"id":…,"kind":"required","fields":[…]}}.
   */
  public RulePolicyBuilder required(String id, String... fields) {
    return add(new RequiredRule(RuleHead.of(id), List.of(fields)));
  }

  /**
   * The string is none of the list. In a file: {@code
   * {"id":…,"kind":"denied","field":…,"values":[…]}}.
   */
  public RulePolicyBuilder denied(String id, String field, String... values) {
    return add(new DeniedRule(RuleHead.of(id), field, List.of(values)));
  }

  /**
   * The number lies in the interval that a string chooses, for example a premium by the class of
   * risk; where there is no interval for it, no number is allowed. In a file, where {@code min} or
   * {@code max} may be left out: {@code
   * {"id":…,"kind":"range_by","field":…,"by":…,"ranges":{…:{"min":…,"max":…}}}}.
   *
   * @param field the number that is judged
   * @param by the string that chooses the interval
   * @param ranges the intervals by the value of {@code by}
   */
  public RulePolicyBuilder rangeBy(
      String id, String field, String by, Map<String, Interval> ranges) {
    return add(new RangeByRule(RuleHead.of(id), field, by, ranges, null));
  }

  /**
   * As {@link #rangeBy(String, String, String, Map)}, with an interval where there is none for the
   * string; in a file: {@code "otherwise":{"min":…,"max":…}}.
   */
  public RulePolicyBuilder rangeBy(
      String id, String field, String by, Map<String, Interval> ranges, Interval otherwise) {
    return add(
        new RangeByRule(
            RuleHead.of(id), field, by, ranges, Objects.requireNonNull(otherwise, "otherwise")));
  }

  /**
   * The numbers add up to the total: |Σ − total| ≤ tolerance, the sum being compensated for
   * rounding. In a file: {@code {"id":…,"kind":"sum","fields":[…],"total":…,"tolerance":…}}.
   *
   * @param tolerance at least 0
   */
  public RulePolicyBuilder sum(String id, double total, double tolerance, String... fields) {
    return add(new SumRule(RuleHead.of(id), List.of(fields), total, tolerance));
  }

  /**
   * The largest of the numbers exceeds the second largest by at least the limit; two equal largest
   * ones have the margin 0. In a file: {@code {"id":…,"kind":"margin","fields":[…],"limit":…}}.
   *
   * @param limit at least 0
   * @param fields at least two
   */
  public RulePolicyBuilder margin(String id, double limit, String... fields) {
    return add(new MarginRule(RuleHead.of(id), List.of(fields), limit));
  }

  /**
   * The numbers are a probability distribution with a Shannon entropy of at most that many bits: −Σ
   * p log₂ p, where 0 adds nothing. A negative number, or a sum that is more than 0.001 from 1,
   * breaks the rule. In a file: {@code {"id":…,"kind":"entropy","fields":[…],"max":…}}.
   *
   * @param max in bits, at least 0
   * @param fields at least two
   */
  public RulePolicyBuilder entropy(String id, double max, String... fields) {
    return add(new EntropyRule(RuleHead.of(id), List.of(fields), max));
  }

  /**
   * The label is the name of one of the fields, and the number of that field is among the {@code k}
   * largest: fewer than {@code k} are greater, so that equal numbers share the better place. In a
   * file: {@code {"id":…,"kind":"top_k","field":…,"fields":[…],"k":…}}.
   *
   * @param field the label, a string
   * @param k 1 to one less than there are fields
   * @param fields the numbers, at least two
   */
  public RulePolicyBuilder topK(String id, String field, int k, String... fields) {
    return add(new TopKRule(RuleHead.of(id), field, List.of(fields), k));
  }

  /**
   * The model whose output is judged, that is the schema's name and version, is on the list; if
   * not, every prediction breaks the rule. In a file: {@code
   * {"id":…,"kind":"model","models":{…:[…]}}}.
   *
   * @param models the versions by the model's name
   */
  public RulePolicyBuilder model(String id, Map<String, List<String>> models) {
    return add(new ModelRule(RuleHead.of(id), models));
  }

  /**
   * A condition holds; neither it nor a part that matters may be undefined. In a file: {@code
   * {"id":…,"kind":"condition","require":…}}, conditions as in {@link Condition}.
   */
  public RulePolicyBuilder require(String id, Condition require) {
    return add(new ConditionRule(RuleHead.of(id), null, require));
  }

  /**
   * Where one condition holds, another must, for example a high confidence where the amount is
   * large. If {@code when} is undefined, or it holds and {@code require} is undefined, the rule is
   * violated, so that leaving a value out evades nothing. In a file: {@code
   * {"id":…,"kind":"condition","when":…,"require":…}}, conditions as in {@link Condition}.
   */
  public RulePolicyBuilder requireWhen(String id, Condition when, Condition require) {
    return add(new ConditionRule(RuleHead.of(id), when, require));
  }

  /**
   * Every one of the strings has a length within the bounds, which are included. In a file, where
   * one bound may be left out: {@code {"id":…,"kind":"length","fields":[…],"min":…,"max":…}}.
   *
   * @param min in code points, at least 0
   * @param max in code points, at least {@code min}
   */
  public RulePolicyBuilder length(String id, int min, int max, String... fields) {
    return add(new LengthRule(RuleHead.of(id), List.of(fields), min, max));
  }

  /**
   * None of the strings holds one of the terms as whole words, in any case. In a file: {@code
   * {"id":…,"kind":"terms","fields":[…],"terms":[…],"match":"word"}}.
   *
   * @param terms as in {@link org.governance4j.text.PatternSet.Builder#term}
   */
  public RulePolicyBuilder terms(String id, List<String> terms, String... fields) {
    return add(new TermsRule(RuleHead.of(id), List.of(fields), terms, true, false, false));
  }

  /** As {@link #terms}, and not within other words either: {@code "match":"substring"}. */
  public RulePolicyBuilder substrings(String id, List<String> terms, String... fields) {
    return add(new TermsRule(RuleHead.of(id), List.of(fields), terms, false, false, false));
  }

  /**
   * The terms of the rule added last are found also where they are disguised, as in {@link
   * org.governance4j.text.DisguisedTerms}: {@code "disguised":true}.
   *
   * @throws IllegalStateException if the rule added last is not one of terms
   */
  public RulePolicyBuilder disguised() {
    if (last("disguised") instanceof TermsRule rule) {
      return replace(rule.disguise());
    }
    throw new IllegalStateException("disguised belongs to a rule of terms; add one first");
  }

  /**
   * None of the strings matches one of the expressions anywhere. In a file: {@code
   * {"id":…,"kind":"regex","fields":[…],"patterns":{…:…},"must":"not_match"}}.
   *
   * @param patterns expressions by their names; syntax as in {@link org.governance4j.text.Regex}
   */
  public RulePolicyBuilder mustNotMatch(String id, Map<String, String> patterns, String... fields) {
    return regex(id, patterns, RegexRule.Must.NOT_MATCH, fields);
  }

  /** Every one of the strings matches at least one expression: {@code "must":"match_any"}. */
  public RulePolicyBuilder mustMatchAny(String id, Map<String, String> patterns, String... fields) {
    return regex(id, patterns, RegexRule.Must.MATCH_ANY, fields);
  }

  /** Every one of the strings matches all the expressions: {@code "must":"match_all"}. */
  public RulePolicyBuilder mustMatchAll(String id, Map<String, String> patterns, String... fields) {
    return regex(id, patterns, RegexRule.Must.MATCH_ALL, fields);
  }

  private RulePolicyBuilder regex(
      String id, Map<String, String> patterns, RegexRule.Must must, String... fields) {
    return add(new RegexRule(RuleHead.of(id), List.of(fields), patterns, must, false));
  }

  /**
   * Violations of the rule added last quote what was found: {@code "quote":true}. Without it they
   * say only where it is. Refused for sensitive fields when the policy is bound.
   *
   * @throws IllegalStateException if the rule added last is not one of terms, or of expressions
   *     that must not match
   */
  public RulePolicyBuilder quote() {
    Rule rule = last("quote");
    if (rule instanceof TermsRule terms) {
      return replace(terms.quoted());
    }
    if (rule instanceof RegexRule regex) {
      return replace(regex.quoted());
    }
    throw new IllegalStateException("quote belongs to a rule of terms or regex; add one first");
  }

  /**
   * The string is one strict JSON value (no duplicate names, nothing after it) that fits a schema.
   * In a file: {@code {"id":…,"kind":"json","field":…,"schema":…}}. The schema is JSON Schema
   * 2020-12 without references: {@code type}, {@code enum}, {@code const}, {@code properties},
   * {@code required}, {@code additionalProperties}, {@code items}, {@code prefixItems}, {@code
   * uniqueItems}, {@code multipleOf}, {@code pattern} in the syntax of {@link
   * org.governance4j.text.Regex}, the bounds of numbers and of sizes, {@code allOf}, {@code anyOf},
   * {@code oneOf}, {@code not}; other keywords, except for annotations, are refused. Unlike the
   * other kinds this one allocates: it reads the value into memory.
   *
   * @param schema an object, {@code true} or {@code false}
   */
  public RulePolicyBuilder json(String id, String field, JsonValue schema) {
    return add(new JsonRule(RuleHead.of(id), field, schema));
  }

  /**
   * What one prediction may cost, {@link RulePolicy#DEFAULT_BUDGET} unless stated; see {@link
   * RulePolicy#budget}. In a file, beside the rules: {@code "budget":{"steps":…}}.
   *
   * @param steps 1 to {@link RulePolicy#MAX_BUDGET}
   */
  public RulePolicyBuilder budget(long steps) {
    budget = steps;
    return this;
  }

  /**
   * A rule about the stream of verdicts, see {@link Window}; in a file, beside the rules: {@code
   * "windows":[…]}. {@link #message} and the like then speak of the window; its effect is not
   * {@link #oblige}.
   */
  public RulePolicyBuilder window(Window window) {
    windows.add(window.rule());
    windowed = true;
    return this;
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
   * {@code hash} and {@code truncate}. {@link Obligations} describes the operations and their
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
    return new RulePolicy(name, rules, windows, budget);
  }

  private RulePolicyBuilder add(Rule rule) {
    rules.add(rule);
    windowed = false;
    return this;
  }

  private Rule last(String what) {
    if (rules.isEmpty() || windowed) {
      throw new IllegalStateException(what + " belongs to a rule; add one first");
    }
    return rules.get(rules.size() - 1);
  }

  private RulePolicyBuilder replace(Rule rule) {
    rules.set(rules.size() - 1, rule);
    return this;
  }

  private RulePolicyBuilder amend(UnaryOperator<RuleHead> change) {
    if (windowed) {
      int last = windows.size() - 1;
      WindowRule window = windows.get(last);
      windows.set(last, window.with(change.apply(window.head())));
      return this;
    }
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
