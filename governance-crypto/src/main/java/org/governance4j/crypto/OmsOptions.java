package org.governance4j.crypto;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What a verifier is told beside whom to trust.
 *
 * @param ignoreUnsigned whether files that are not signed do not matter
 * @param maxBytes the most bytes of an artifact to hold
 * @param maxBundleBytes the longest signature file, and the longest statement in one
 * @param legacy whether to read signatures of version 0.2 of the reference
 * @param clock tells when certificates must be valid
 * @param timestamps whose time stamps are believed instead, or null
 * @param threads that hash
 * @param progress of the hashing
 */
record OmsOptions(
    boolean ignoreUnsigned,
    long maxBytes,
    int maxBundleBytes,
    boolean legacy,
    Clock clock,
    @Nullable TrustedRoot timestamps,
    int threads,
    HashingProgress progress) {

  OmsOptions ignoringUnsigned() {
    return new OmsOptions(
        true, maxBytes, maxBundleBytes, legacy, clock, timestamps, threads, progress);
  }

  OmsOptions withMaxBytes(long limit) {
    return new OmsOptions(
        ignoreUnsigned, limit, maxBundleBytes, legacy, clock, timestamps, threads, progress);
  }

  OmsOptions withMaxBundleBytes(int limit) {
    return new OmsOptions(
        ignoreUnsigned, maxBytes, limit, legacy, clock, timestamps, threads, progress);
  }

  OmsOptions acceptingLegacy() {
    return new OmsOptions(
        ignoreUnsigned, maxBytes, maxBundleBytes, true, clock, timestamps, threads, progress);
  }

  OmsOptions withClock(Clock other) {
    return new OmsOptions(
        ignoreUnsigned, maxBytes, maxBundleBytes, legacy, other, timestamps, threads, progress);
  }

  OmsOptions withTimestamps(TrustedRoot root) {
    return new OmsOptions(
        ignoreUnsigned, maxBytes, maxBundleBytes, legacy, clock, root, threads, progress);
  }

  OmsOptions withThreads(int count) {
    return new OmsOptions(
        ignoreUnsigned, maxBytes, maxBundleBytes, legacy, clock, timestamps, count, progress);
  }

  OmsOptions withProgress(HashingProgress other) {
    return new OmsOptions(
        ignoreUnsigned, maxBytes, maxBundleBytes, legacy, clock, timestamps, threads, other);
  }
}
