/**
 * The words of Governance4J: roles, values, and proofs that verify themselves.
 *
 * <p>Start at {@link org.governance4j.OutputPolicy}, {@link org.governance4j.DecisionLedger},
 * {@link org.governance4j.ArtifactSigner} and {@link org.governance4j.DriftDetector}.
 */
package org.governance4j;
