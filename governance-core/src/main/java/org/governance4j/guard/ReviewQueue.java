package org.governance4j.guard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.governance4j.Entry;
import org.governance4j.GovernanceException;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.Receipt;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Where escalated outputs of a {@link Guard} wait for a human.
 *
 * <p>Every escalation, of the policy or by a {@link FailMode}, is recorded in full and takes a
 * place here. Without a free place the verdict is a denial with the cause {@code record_failed} and
 * the rule {@code review}. Nobody deciding is a decision to withhold: when the expiry is over, and
 * when the guard is closed.
 *
 * <p>A human's decision is an entry of type {@code override}; what the guard withholds by itself is
 * one of type {@code review-lapse}:
 *
 * <pre>{@code
 * {"type":"override","actor":"user:alice","subject":"prediction:req-1","request":"req-1",
 *  "decision":"release"|"withhold","reason":…,"review":ID,"escalation":INDEX,
 *  "escalationLeaf":"sha256:…", …}
 * {"type":"review-lapse","actor":"guard:credit","subject":"prediction:req-1","request":"req-1",
 *  "decision":"expired"|"closed"|"stopped","review":ID,"escalation":INDEX,
 *  "escalationLeaf":"sha256:…", …}
 * }</pre>
 *
 * <p>{@code escalation} and {@code escalationLeaf} are left out where the escalation's own record
 * failed or is not durable yet when the guard lets a review lapse. {@code stopped} follows a
 * release that an emergency stop overtook.
 *
 * <p>Only what waits is held, and what became of the last reviews, as many as there are places.
 *
 * <p>Safe for any number of threads. {@link #decide} waits for the ledger. Whoever waits for an
 * outcome is called on the thread that decides, or on the queue's own, and should not block it.
 */
public final class ReviewQueue {

  /** The most places. */
  public static final int MAX_CAPACITY = 100_000;

  /** The shortest time an output may wait; the queue looks for what is overdue as often. */
  public static final Duration MIN_EXPIRY = Duration.ofMillis(10);

  /** The longest time an output may wait. */
  public static final Duration MAX_EXPIRY = Duration.ofDays(30);

  /** The thread looks every second: who is overdue for so long was not looked at. */
  private static final Duration LATE = Duration.ofMinutes(1);

  private static final String LAPSE = "review-lapse";
  private static final Verdict.Deny FULL =
      Verdict.Deny.of(
          Verdict.Cause.RECORD_FAILED, "review", "no place is free where a review could wait");

  /** What a human decides about an output. */
  public enum Choice {
    /** It may leave. */
    RELEASE,
    /** It may not. */
    WITHHOLD
  }

  /** Tells a caller inside the guard which place its output has. */
  static final class Ticket {
    @Nullable HeldOutput held;
  }

  /** What {@link GuardBuilder#reviews} was told. */
  record Places(int capacity, Duration patience) {}

  private final int capacity;
  private final Duration patience;
  private final Recorder recorder;
  private final Scribe scribe;
  private final Clock clock;
  private final Supplier<String> revision;
  private final BooleanSupplier stopped;
  private final Semaphore free;
  private final ConcurrentHashMap<String, HeldOutput> known = new ConcurrentHashMap<>();
  private final ArrayDeque<HeldOutput> decided = new ArrayDeque<>();
  private final AtomicLong suffix = new AtomicLong();
  private final Background background;
  private final LongAdder[] outcomes = new LongAdder[Review.Status.values().length];
  private volatile boolean closed;

  /**
   * Does not start yet.
   *
   * @param revision of the policy in force
   * @param stopped whether an emergency stop is in force
   */
  ReviewQueue(
      Places places,
      Recorder recorder,
      Scribe scribe,
      Clock clock,
      Supplier<String> revision,
      BooleanSupplier stopped) {
    this.capacity = places.capacity();
    this.patience = places.patience();
    this.recorder = recorder;
    this.scribe = scribe;
    this.clock = clock;
    this.revision = revision;
    this.stopped = stopped;
    Arrays.setAll(outcomes, status -> new LongAdder());
    this.free = new Semaphore(capacity);
    this.background = new Background("governance-reviews-" + scribe.name(), this::expire, patience);
  }

  void start() {
    background.start();
  }

  /** What waits for a decision, the oldest first; a release that is being recorded still waits. */
  public List<Review> pending() {
    List<Review> pending = new ArrayList<>();
    for (HeldOutput held : known.values()) {
      Review review = held.review();
      if (!review.status().decided()) {
        pending.add(review);
      }
    }
    pending.sort(Comparator.comparing(Review::time).thenComparing(Review::id));
    return pending;
  }

  /**
   * Decides about an output. A release is durable in the ledger before it takes effect; withholding
   * takes effect at once and is recorded next.
   *
   * @param id the {@link Review#id}
   * @param actor who decides, for example {@code user:alice}; not a guard
   * @param choice release or withhold
   * @param reason why
   * @return the review as it is now
   * @throws IllegalArgumentException if actor or reason are blank, the actor is a guard, or no such
   *     review is known
   * @throws GovernanceException if it is decided already, being decided by somebody else, or
   *     expired; if an emergency stop is in force, which nothing is released against; or if the
   *     decision cannot be recorded: a release has no effect then and the output waits on, what was
   *     withheld stays withheld
   */
  public Review decide(String id, String actor, Choice choice, String reason) {
    requireHuman(actor);
    Objects.requireNonNull(choice, "choice");
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a decision needs a reason");
    }
    HeldOutput held = find(id);
    if (over(held)) {
      lapse(held, Review.Status.EXPIRED, "expired");
    }
    boolean release = choice == Choice.RELEASE;
    if (release && stopped.getAsBoolean()) {
      throw new GovernanceException("review " + id + ": an emergency stop is in force");
    }
    Review.Status next = release ? Review.Status.DECIDING : Review.Status.WITHHELD;
    if (!held.claim(next, actor, reason)) {
      throw new GovernanceException(
          "review " + id + " is not to be decided any more: it is " + held.review().status());
    }
    return release ? release(held, actor, reason) : withhold(held, actor, reason);
  }

  /**
   * Completes when the output is released or withheld; never exceptionally.
   *
   * @param id the {@link Review#id}
   * @throws IllegalArgumentException if no such review is known
   */
  public CompletionStage<Review> outcome(String id) {
    return find(id).outcome.minimalCompletionStage();
  }

  /** Gives an escalated output a place and records it, or denies. */
  Verdict hold(
      Prediction prediction,
      Verdict.Escalate escalate,
      Judgement judgement,
      @Nullable Ticket ticket) {
    if (closed || !free.tryAcquire()) {
      return recorder.recorded(prediction, judgement.answered(FULL));
    }
    HeldOutput held;
    try {
      held = admit(prediction, escalate, judgement);
    } catch (Throwable e) {
      recorder.failed(e.getClass().getName(), 1);
      held = null;
    }
    if (held == null) {
      free.release();
      return Denials.UNRECORDED;
    }
    if (ticket != null) {
      ticket.held = held;
    }
    recorder.answered(judgement);
    if (closed) {
      lapse(held, Review.Status.CLOSED, "closed");
    }
    return escalate;
  }

  private @Nullable HeldOutput admit(
      Prediction prediction, Verdict.Escalate escalate, Judgement judgement) {
    Instant now = scribe.now();
    long deadline = System.nanoTime() + patience.toNanos();
    String request = scribe.id(prediction);
    List<String> why = new ArrayList<>();
    List<Violation> violations = escalate.violations();
    for (Violation violation :
        violations.subList(0, Math.min(Scribe.MAX_LISTED, violations.size()))) {
      String line = violation.rule() + ": " + Texts.message(violation);
      why.add(Texts.clean(line, Scribe.MAX_MESSAGE));
    }
    JsonValue.Obj values = scribe.masked(prediction);
    CompletableFuture<Receipt> recorded =
        recorder.submit(scribe.prediction(request, now, prediction, judgement));
    if (recorded == null) {
      return null;
    }
    String id = request;
    while (true) {
      Review review =
          new Review(
              id,
              now,
              now.plus(patience),
              why,
              values,
              judgement.obligations(),
              null,
              Review.Status.PENDING,
              null,
              null,
              null);
      HeldOutput held = new HeldOutput(review, request, deadline, recorded);
      if (known.putIfAbsent(id, held) == null) {
        return held;
      }
      id = request + "#" + suffix.incrementAndGet();
    }
  }

  private Review release(HeldOutput held, String actor, String reason) {
    Receipt where;
    try {
      Receipt escalation = held.escalated();
      if (escalation == null) {
        throw new GovernanceException("the escalation itself is not recorded");
      }
      Entry.Builder entry =
          entry(held, Entry.Types.OVERRIDE, actor, "release", escalation)
              .reason(Texts.clean(reason, Scribe.MAX_REASON));
      Scribe.obligations(entry, held.review().obligations());
      where = recorder.append(entry.build());
    } catch (RuntimeException | Error e) {
      // After an error too: what is being decided can neither be decided nor expire.
      held.putBack();
      if (closed) {
        lapse(held, Review.Status.CLOSED, "closed");
      }
      if (e instanceof Error error) {
        throw error;
      }
      throw new GovernanceException(
          "the release is not in force, because it is not recorded: " + e.getMessage(), e);
    }
    if (stopped.getAsBoolean()) {
      held.settle(Review.Status.WITHHELD, where);
      finish(held);
      recorder.submit(entry(held, LAPSE, scribe.actor(), "stopped", held.escalated()).build());
      throw new GovernanceException(
          "the release is recorded but not in force: an emergency stop was ordered meanwhile");
    }
    held.settle(Review.Status.RELEASED, where);
    return finish(held);
  }

  private Review withhold(HeldOutput held, String actor, String reason) {
    finish(held);
    try {
      Receipt where =
          recorder.append(
              entry(held, Entry.Types.OVERRIDE, actor, "withhold", held.escalated())
                  .reason(Texts.clean(reason, Scribe.MAX_REASON))
                  .build());
      held.settle(Review.Status.WITHHELD, where);
      return held.review();
    } catch (RuntimeException e) {
      throw new GovernanceException(
          "the output is withheld, but that is not recorded: " + e.getMessage(), e);
    }
  }

  /** Withholds what nobody has decided about; does nothing when somebody has. */
  private void lapse(HeldOutput held, Review.Status why, String word) {
    if (!held.claim(why, null, null)) {
      return;
    }
    finish(held);
    boolean known = held.escalation.isDone() && !held.escalation.isCompletedExceptionally();
    Receipt escalation = known ? held.escalation.join() : null;
    CompletableFuture<Receipt> recorded =
        recorder.submit(entry(held, LAPSE, scribe.actor(), word, escalation).build());
    if (recorded != null) {
      recorded.thenAccept(where -> held.settle(why, where));
    }
  }

  private Entry.Builder entry(
      HeldOutput held, String type, String who, String decision, @Nullable Receipt escalation) {
    Entry.Builder entry =
        scribe
            .review(type, revision.get(), who, held.request)
            .decision(decision)
            .attribute("review", JsonValue.of(held.review().id()));
    if (escalation != null) {
      entry
          .attribute("escalation", JsonValue.of(escalation.index()))
          .attribute("escalationLeaf", JsonValue.of(escalation.leafHash().toString()));
    }
    return entry;
  }

  private Review finish(HeldOutput held) {
    free.release();
    synchronized (decided) {
      decided.add(held);
      if (decided.size() > capacity) {
        HeldOutput oldest = decided.remove();
        known.remove(oldest.review().id(), oldest);
      }
    }
    Review latest = held.review();
    outcomes(latest.status()).increment();
    held.outcome.complete(latest);
    return latest;
  }

  private HeldOutput find(String id) {
    HeldOutput held = known.get(id);
    if (held == null) {
      throw new IllegalArgumentException(
          "no review " + Texts.clean(id, Scribe.MAX_MESSAGE) + " is known; pending: " + waiting());
    }
    return held;
  }

  private boolean over(HeldOutput held) {
    // The wall clock may be set back; that must not prolong the time to release.
    return !clock.instant().isBefore(held.review().expiry())
        || System.nanoTime() - held.deadlineNanos >= 0;
  }

  private void expire() {
    for (HeldOutput held : known.values()) {
      if (held.review().status() == Review.Status.PENDING && over(held)) {
        lapse(held, Review.Status.EXPIRED, "expired");
      }
    }
  }

  /** How many reviews have ended so. */
  LongAdder outcomes(Review.Status status) {
    return outcomes[status.ordinal()];
  }

  /** How many places are taken. */
  int waiting() {
    return capacity - free.availablePermits();
  }

  /** Why nothing expires by itself, or null. */
  @Nullable String failure() {
    String failed = background.failure();
    if (failed != null) {
      return failed;
    }
    Instant due = clock.instant().minus(LATE);
    long late =
        known.values().stream()
            .map(HeldOutput::review)
            .filter(r -> r.status() == Review.Status.PENDING && r.expiry().isBefore(due))
            .count();
    return late == 0 ? null : late + " overdue, somebody who is told of an outcome blocks";
  }

  /** Withholds everything that waits; a release that is being recorded is left to its decider. */
  void close() {
    closed = true;
    background.close();
    for (HeldOutput held : known.values()) {
      lapse(held, Review.Status.CLOSED, "closed");
    }
  }

  private void requireHuman(String actor) {
    if (actor.isBlank()) {
      throw new IllegalArgumentException("a decision needs an actor");
    }
    if (actor.startsWith("guard:")) {
      throw new IllegalArgumentException("a guard cannot be the actor of a review: " + actor);
    }
  }
}
