package org.governance4j.cli.demo;

import org.governance4j.guard.GuardCounts;

/**
 * What was served.
 *
 * @param counts the guard's own figures
 * @param releasedRight decisions that were released and right
 * @param withheldRight decisions that were withheld and would have been right
 * @param allowNanos the median time of a check that allows
 * @param denyNanos the median time of a check that denies, until its record is queued
 * @param droppedObservations what the monitor lost
 */
record Served(
    GuardCounts counts,
    long releasedRight,
    long withheldRight,
    long allowNanos,
    long denyNanos,
    long droppedObservations) {}
