package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;

/**
 * One rule as its author wrote it: an immutable value that names fields, not indices.
 *
 * <p>A kind of rule is one record that implements this, one constant of {@link RuleKind}, one
 * method of {@link RulePolicyBuilder} and one definition in {@code policy.schema.json}.
 */
interface Rule {

  /** What it has in common with all rules. */
  RuleHead head();

  /** The same rule under another head. */
  Rule with(RuleHead newHead);

  /** Its kind. */
  RuleKind kind();

  /** Every field it reads. */
  List<String> fields();

  /** Adds the members of its kind to the JSON object of the rule. */
  JsonValue.Obj write(JsonValue.Obj object);

  /**
   * How many instructions its regular expressions need at most, counted once for every automaton
   * that is built of them.
   */
  default long instructions() {
    return 0;
  }

  /**
   * Resolves its fields.
   *
   * @throws org.governance4j.PolicyInvalid if a field is unknown or of another type
   */
  BoundRule bind(RuleBinder binder);
}
