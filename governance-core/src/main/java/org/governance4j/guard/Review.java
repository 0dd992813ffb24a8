package org.governance4j.guard;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * An escalated output that waits, or has waited, for a human: a snapshot.
 *
 * @param id names it in its {@link ReviewQueue}: the prediction's id, with a suffix {@code #n}
 *     where that is taken
 * @param time when it was escalated
 * @param expiry when it is withheld if nobody has decided
 * @param violations why it was escalated, each {@code rule: message}, the first 16
 * @param values what went into the model and came out, {@code {"inputs":{…},"outputs":{…}}};
 *     sensitive values, free text and long categories are {@code {"withheld":true}}, text with its
 *     {@code length} in characters; outputs first, as many as about 20,000 bytes of JSON have room
 *     for, and then {@code valuesOmitted} beside the two says how many are left out
 * @param obligations what must be done to the output before it leaves, even once it is released;
 *     empty unless a stale policy asked for it
 * @param escalation where the escalation is recorded; null until it is
 * @param status what has become of it
 * @param actor who decided, or null
 * @param reason why, or null
 * @param decision where the decision is recorded; null until it is
 */
public record Review(
    String id,
    Instant time,
    Instant expiry,
    List<String> violations,
    JsonValue.Obj values,
    List<Obligation> obligations,
    @Nullable Receipt escalation,
    Status status,
    @Nullable String actor,
    @Nullable String reason,
    @Nullable Receipt decision) {

  /** What becomes of a review. */
  public enum Status {
    /** It waits for a human. */
    PENDING,
    /** A human has decided for the release, which is being recorded. */
    DECIDING,
    /** A human released the output. */
    RELEASED,
    /** A human withheld the output. */
    WITHHELD,
    /** Nobody decided in time: the output is withheld. */
    EXPIRED,
    /** The guard was closed before anybody decided: the output is withheld. */
    CLOSED;

    /** Whether nothing can change any more. */
    public boolean decided() {
      return this != PENDING && this != DECIDING;
    }
  }

  /** Copies the lists and refuses nulls where a value is due. */
  public Review {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(expiry, "expiry");
    violations = List.copyOf(violations);
    Objects.requireNonNull(values, "values");
    obligations = List.copyOf(obligations);
    Objects.requireNonNull(status, "status");
  }

  Review with(Status next, @Nullable String who, @Nullable String why, @Nullable Receipt where) {
    return new Review(
        id, time, expiry, violations, values, obligations, escalation, next, who, why, where);
  }

  Review escalatedAt(@Nullable Receipt where) {
    return new Review(
        id, time, expiry, violations, values, obligations, where, status, actor, reason, decision);
  }
}
