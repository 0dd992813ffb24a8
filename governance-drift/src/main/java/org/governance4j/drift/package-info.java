/**
 * Watches a model in service for drift: streaming detectors, two-sample tests and the monitor that
 * feeds them.
 *
 * <p>Start at {@link org.governance4j.drift.DriftMonitor}. Detectors are made from immutable
 * configurations ({@link org.governance4j.drift.Adwin}, {@link org.governance4j.drift.PageHinkley},
 * the control charts {@link org.governance4j.drift.Cusum}, {@link org.governance4j.drift.Ewma} and
 * {@link org.governance4j.drift.Shewhart}, and more); {@link org.governance4j.drift.WelchT}
 * compares two samples.
 */
@NullMarked
package org.governance4j.drift;

import org.jspecify.annotations.NullMarked;
