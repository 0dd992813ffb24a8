/**
 * Output policies as declarative rules: a strict JSON file, or the same rules written in Java,
 * bound once to a model's schema and run as a flat plan.
 *
 * <p>Start at {@link org.governance4j.policy.RulePolicy}. {@link org.governance4j.policy.Window}
 * adds rules about the stream of verdicts; {@link org.governance4j.policy.Policies} makes one
 * policy of several; {@link org.governance4j.policy.Shadow} tries candidates beside the one in
 * force.
 */
package org.governance4j.policy;
