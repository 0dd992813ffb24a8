package org.governance4j.policy;

/**
 * One step of a limit that depends on another number, see {@link RulePolicyBuilder#atLeastBy}.
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @param above the step applies to numbers greater than this one; finite
 * @param limit the least number allowed there; finite
 */
public record Step(double above, double limit) {}
