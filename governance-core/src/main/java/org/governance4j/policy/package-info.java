/**
 * Output policies as declarative rules: a strict JSON file, or the same rules written in Java,
 * bound once to a model's schema and run as a flat plan.
 *
 * <p>Start at {@link org.governance4j.policy.RulePolicy}.
 */
package org.governance4j.policy;
