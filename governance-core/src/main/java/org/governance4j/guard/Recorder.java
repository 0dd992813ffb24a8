package org.governance4j.guard;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Prediction;
import org.governance4j.Receipt;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Hands to the ledger what a {@link Recording} demands, and counts what is lost.
 *
 * <p>Safe for any number of threads; never blocks, but for {@link #close}.
 */
final class Recorder implements AutoCloseable {

  private final DecisionLedger ledger;
  private final Scribe scribe;
  private final Tally tally;
  private final boolean all;
  private final @Nullable Sampler sampler;
  private final @Nullable Summaries summaries;
  private volatile @Nullable String failure;

  Recorder(DecisionLedger ledger, Scribe scribe, Recording recording, Clock clock, Tally tally) {
    this.ledger = ledger;
    this.scribe = scribe;
    this.tally = tally;
    this.all = recording.oneIn() == 1;
    this.sampler = recording.oneIn() > 1 ? new Sampler(recording.oneIn()) : null;
    Recording.Volume volume = recording.volume();
    this.summaries =
        volume == null ? null : new Summaries(volume, ledger, scribe, clock, tally, this::failed);
  }

  /** Starts the thread of the summaries, where there are any. */
  void start() {
    if (summaries != null) {
      summaries.start();
    }
  }

  /** Whether this prediction, which is allowed as it is, must be recorded; counts it. */
  boolean samples() {
    return all || (sampler != null && sampler.take());
  }

  /**
   * Records one prediction.
   *
   * @param judgement what was judged, and what is to be answered
   * @return the verdict, or a denial if the record is required for it and cannot be queued
   */
  Verdict recorded(Prediction prediction, Judgement judgement) {
    boolean queued = queue(prediction, judgement);
    Verdict verdict = judgement.verdict();
    if (!queued && !(verdict instanceof Verdict.Deny)) {
      return Denials.UNRECORDED;
    }
    tally.countAnswer(judgement);
    return verdict;
  }

  private boolean queue(Prediction prediction, Judgement judgement) {
    try {
      Instant now = scribe.now();
      if (summaries != null) {
        List<Violation> why = withheldFor(judgement);
        if (!why.isEmpty()) {
          switch (summaries.take(prediction, now, why, judgement)) {
            case SUMMARISED:
              return true;
            case LOST:
              failed("a raw event cannot be queued", 1);
              return false;
            case IN_FULL:
              break;
          }
        }
      }
      String id = scribe.id(prediction);
      return submit(scribe.prediction(id, now, prediction, judgement)) != null;
    } catch (Throwable e) {
      failed(e.getClass().getName(), 1);
      return false;
    }
  }

  /**
   * Why an output is withheld, in the policy's words where there are any; empty if it is not, or if
   * that was not the policy's doing but a fail mode's.
   */
  private static List<Violation> withheldFor(Judgement judgement) {
    Verdict judged = judgement.judged();
    Verdict verdict = judgement.verdict();
    if (!(verdict instanceof Verdict.Deny || verdict instanceof Verdict.Escalate)
        || judgement.byFailMode()) {
      return List.of();
    }
    if (judged instanceof Verdict.Deny deny) {
      return deny.violations();
    }
    if (judged instanceof Verdict.Escalate escalate) {
      return escalate.violations();
    }
    return verdict instanceof Verdict.Deny deny ? deny.violations() : List.of();
  }

  /** Counts an answer that somebody else has recorded. */
  void answered(Judgement judgement) {
    tally.countAnswer(judgement);
  }

  /** Queues an entry; null, and counted, if it cannot be queued. */
  @Nullable CompletableFuture<Receipt> submit(Entry entry) {
    try {
      CompletableFuture<Receipt> receipt = ledger.submit(entry);
      if (receipt.isCompletedExceptionally()) {
        failed(receipt.handle((ok, e) -> e == null ? "unknown" : cause(e)).join(), 1);
        return null;
      }
      receipt.whenComplete(
          (ok, e) -> {
            if (e != null) {
              failed(cause(e), 1);
            }
          });
      return receipt;
    } catch (Throwable e) {
      failed(e.getClass().getName(), 1);
      return null;
    }
  }

  /** Appends an entry, and returns when it is durable. */
  Receipt append(Entry entry) {
    return ledger.append(entry);
  }

  void failed(String what, long count) {
    tally.recordFailures.add(count);
    failure = what;
  }

  /** What was lost last, or null. */
  @Nullable String failure() {
    return failure;
  }

  /** Why no summary is written, or null. */
  @Nullable String summaryFailure() {
    return summaries == null ? null : summaries.failure();
  }

  /** Writes the last summary. */
  @Override
  public void close() {
    if (summaries != null) {
      summaries.close();
    }
  }

  /** Other messages may quote what could not be written. */
  private static String cause(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof LedgerUnavailable
        ? String.valueOf(cause.getMessage())
        : cause.getClass().getName();
  }
}
