package org.governance4j;

/**
 * The outcome of a two-sample comparison.
 *
 * @param test the test's name
 * @param statistic the test statistic; NaN when the test has none
 * @param pValue probability of a statistic at least as extreme if both samples come from one
 *     distribution, in [0, 1]; NaN for pure distances
 * @param score the number that is held against the threshold: the p-value of a test, the distance
 *     of a distance
 * @param threshold the limit of the score
 * @param drifted the decision: for a test, score &lt; threshold; for a distance, score &gt;
 *     threshold
 */
public record DriftReport(
    String test,
    double statistic,
    double pValue,
    double score,
    double threshold,
    boolean drifted) {}
