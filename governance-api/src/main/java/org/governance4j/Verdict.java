package org.governance4j;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The judgement of one prediction: one vocabulary for policies, the guard, the ledger and every
 * connector. In JSON: {@code allow}, {@code allow_with}, {@code escalate}, {@code deny}.
 *
 * <p>Verdicts are immutable values, safe for any number of threads. Allowing allocates nothing:
 * {@link #ALLOW} is the only instance of {@link Allow}.
 */
public sealed interface Verdict {

  /** The output may be released as it is. */
  Verdict ALLOW = Allow.INSTANCE;

  /** The word for this verdict in JSON and in counters. */
  Action action();

  /** Whether the output may be released as it is, without doing anything to it first. */
  default boolean allowed() {
    return this instanceof Allow;
  }

  /** What is to happen to an output. */
  enum Action {
    /** Release it. */
    ALLOW,
    /** Release it after the obligations were applied. */
    ALLOW_WITH,
    /** Hold it for a human. */
    ESCALATE,
    /** Withhold it. */
    DENY;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in JSON. */
    public String word() {
      return word;
    }
  }

  /** Why an output was denied. */
  enum Cause {
    /** A rule of the policy was broken. */
    POLICY,
    /** A field that the policy needs is missing or not finite. */
    UNDEFINED_INPUT,
    /** The prediction belongs to another schema than the guard. */
    SCHEMA_MISMATCH,
    /** The policy failed instead of judging. */
    POLICY_FAILED,
    /** The policy ran out of steps or of time. */
    BUDGET,
    /** The policy in force is older than it may be. */
    STALE,
    /** A record that must be written could not be queued. */
    RECORD_FAILED,
    /** The guard is closed, or told by its operator to deny. */
    GUARD_CLOSED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in JSON. */
    public String word() {
      return word;
    }
  }

  /** Release the output as it is. */
  final class Allow implements Verdict {
    private static final Allow INSTANCE = new Allow();

    private Allow() {}

    @Override
    public Action action() {
      return Action.ALLOW;
    }

    @Override
    public String toString() {
      return "allow";
    }
  }

  /**
   * Release the output after the obligations were applied to it.
   *
   * @param obligations at least one
   */
  record AllowWith(List<Obligation> obligations) implements Verdict {
    /** Copies the obligations and refuses an empty list. */
    public AllowWith {
      obligations = List.copyOf(obligations);
      if (obligations.isEmpty()) {
        throw new IllegalArgumentException("allow_with needs at least one obligation");
      }
    }

    @Override
    public Action action() {
      return Action.ALLOW_WITH;
    }
  }

  /**
   * Hold the output until a human has decided.
   *
   * @param violations why, at least one
   */
  record Escalate(List<Violation> violations) implements Verdict {
    /** Copies the violations and refuses an empty list. */
    public Escalate {
      violations = List.copyOf(violations);
      if (violations.isEmpty()) {
        throw new IllegalArgumentException("escalate needs at least one violation");
      }
    }

    @Override
    public Action action() {
      return Action.ESCALATE;
    }

    @Override
    public String toString() {
      return "escalate: " + violations;
    }
  }

  /**
   * Withhold the output.
   *
   * @param cause the kind of reason
   * @param violations every rule that was broken, at least one, in the policy's order
   */
  record Deny(Cause cause, List<Violation> violations) implements Verdict {
    /** Copies the violations and refuses an empty list: a denial always has a reason. */
    public Deny {
      Objects.requireNonNull(cause, "cause");
      violations = List.copyOf(violations);
      if (violations.isEmpty()) {
        throw new IllegalArgumentException("deny needs at least one violation");
      }
    }

    /** A denial for one reason. */
    public static Deny of(Cause cause, String rule, String message) {
      return new Deny(cause, List.of(Violation.of(rule, null, message)));
    }

    @Override
    public Action action() {
      return Action.DENY;
    }

    @Override
    public String toString() {
      return "deny (" + cause.word() + "): " + violations;
    }
  }
}
