package org.governance4j.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.GovernanceException;
import org.jspecify.annotations.Nullable;

/**
 * Runs cases and counts what came of them. The library refuses with its own exceptions; anything
 * else that is thrown, and an answer that does not come in time, is a failure wherever it happens.
 *
 * <p>For one thread.
 */
final class Cases implements AutoCloseable {

  private final TimeLimit limit;
  private final List<SuiteReport.Failure> failures = new ArrayList<>();
  private final List<SuiteReport.Skip> skips = new ArrayList<>();
  private int passed;

  Cases(Duration limit) {
    this.limit = new TimeLimit(limit);
  }

  /** A case that the library must accept. */
  void accepted(String name, Act act) {
    Throwable thrown = limit.run(act);
    if (thrown == null) {
      passed++;
    } else if (thrown instanceof GovernanceException) {
      fail(name, "must be accepted, was refused: " + thrown.getMessage());
    } else {
      fail(name, crash(thrown));
    }
  }

  /** A case that the library must refuse. */
  void refused(String name, Act act) {
    Throwable thrown = limit.run(act);
    if (thrown == null) {
      fail(name, "must be refused, was accepted");
    } else {
      refusal(name, thrown);
    }
  }

  /** A case whose outcome is stated in the data. */
  void expect(boolean accept, String name, Act act) {
    if (accept) {
      accepted(name, act);
    } else {
      refused(name, act);
    }
  }

  /** A case that the library may accept or refuse, as long as it does one of them. */
  void either(String name, Act act) {
    Throwable thrown = limit.run(act);
    if (thrown == null) {
      passed++;
    } else {
      refusal(name, thrown);
    }
  }

  /** Whether the library accepts something, for cases that depend on it; nothing is counted. */
  boolean accepts(Act act) {
    return limit.run(act) == null;
  }

  /** Counts a case that could not be read or judged as it must. */
  void fail(String name, String why) {
    failures.add(new SuiteReport.Failure(name, why));
  }

  /** Counts a case that is not judged. */
  void skip(String name, String why) {
    skips.add(new SuiteReport.Skip(name, why));
  }

  /** How many cases were counted so far. */
  int counted() {
    return passed + failures.size() + skips.size();
  }

  SuiteReport report(String suite) {
    return new SuiteReport(suite, passed, failures, skips);
  }

  @Override
  public void close() {
    limit.close();
  }

  private void refusal(String name, Throwable thrown) {
    if (thrown instanceof GovernanceException) {
      passed++;
    } else {
      fail(name, crash(thrown));
    }
  }

  private static String crash(Throwable thrown) {
    if (thrown instanceof Mismatch || thrown instanceof TimeLimit.Exceeded) {
      return String.valueOf(thrown.getMessage());
    }
    @Nullable StackTraceElement at =
        thrown.getStackTrace().length == 0 ? null : thrown.getStackTrace()[0];
    return "crashed: " + thrown + (at == null ? "" : " at " + at);
  }
}
