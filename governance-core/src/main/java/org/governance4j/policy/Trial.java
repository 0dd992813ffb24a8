package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.governance4j.OutputPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;

/**
 * What is known of one candidate. Safe for any number of threads, without locks; counting allocates
 * nothing, so that it works after an Error too.
 */
final class Trial {
  private final String policy;
  private final String revision;
  private final AtomicLongArray counts = new AtomicLongArray(Agreement.cells());
  private final AtomicLong failures = new AtomicLong();
  private final Stopwatch time = new Stopwatch();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicReferenceArray<Disagreement> disagreements;

  Trial(OutputPolicy candidate, int examples) {
    this.policy = candidate.name();
    this.revision = candidate.revision();
    this.disagreements = new AtomicReferenceArray<>(examples);
  }

  void failed() {
    failures.incrementAndGet();
  }

  Stopwatch time() {
    return time;
  }

  void count(Prediction prediction, Verdict active, Verdict candidate) {
    counts.incrementAndGet(Agreement.cell(active.action(), candidate.action()));
    if (active.action() != candidate.action() && taken.get() < disagreements.length()) {
      int place = taken.getAndIncrement();
      if (place < disagreements.length()) {
        disagreements.set(place, Disagreement.of(prediction, active, candidate));
      }
    }
  }

  ShadowReport.Candidate report() {
    long[] now = new long[counts.length()];
    for (int i = 0; i < now.length; i++) {
      now[i] = counts.get(i);
    }
    List<Disagreement> shown = new ArrayList<>();
    for (int i = 0; i < disagreements.length(); i++) {
      Disagreement disagreement = disagreements.get(i);
      if (disagreement != null) { // taken, but not written yet
        shown.add(disagreement);
      }
    }
    return new ShadowReport.Candidate(
        policy, revision, new Agreement(now), failures.get(), time.mean(), time.laps(), shown);
  }

  /** Adds up times. Safe for any number of threads. */
  static final class Stopwatch {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong laps = new AtomicLong();

    void lap(long elapsed) {
      nanos.addAndGet(elapsed);
      laps.incrementAndGet();
    }

    long laps() {
      return laps.get();
    }

    double mean() {
      long count = laps.get();
      return count == 0 ? Double.NaN : (double) nanos.get() / count;
    }
  }
}
