package org.governance4j.policy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.governance4j.BoundPolicy;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;

/** A policy that another thread waits for; {@link Policies#withDeadline} says how it behaves. */
final class Deadline implements OutputPolicy, Nested {
  private final OutputPolicy policy;
  private final Duration limit;
  private final Executor executor;
  private final LongSupplier nanoTime;
  private final int depth;

  Deadline(OutputPolicy policy, Duration limit, Executor executor, LongSupplier nanoTime) {
    Objects.requireNonNull(executor, "executor");
    if (limit.isZero() || limit.isNegative() || limit.compareTo(Policies.MAX_DEADLINE) > 0) {
      throw new PolicyInvalid(
          "the deadline of policy "
              + Wording.quote(policy.name())
              + " must be greater than zero and at most "
              + Policies.MAX_DEADLINE
              + ", found "
              + limit);
    }
    this.policy = policy;
    this.limit = limit;
    this.executor = executor;
    this.nanoTime = nanoTime;
    this.depth = Nested.around(policy.name(), List.of(policy));
  }

  @Override
  public String name() {
    return policy.name();
  }

  @Override
  public String revision() {
    JsonValue.Obj description =
        Combination.kind("deadline").with("limit", JsonValue.of(limit.toString()));
    return Composition.digest(description, name(), List.of(policy));
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public BoundPolicy bind(ModelSchema schema) {
    Objects.requireNonNull(schema, "schema");
    return new Bound(schema, revision(), Member.of(policy, schema), this);
  }

  @Override
  public String toString() {
    return "Deadline[" + name() + ", " + limit + "]";
  }

  /** A verdict and when it was made. */
  private record Judged(Verdict verdict, long at) {}

  private static final class Bound implements BoundPolicy {
    private final ModelSchema schema;
    private final String revision;
    private final Member member;
    private final long limit;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private final Verdict.Deny late;
    private final Verdict.Deny rejected;
    private final Verdict.Deny failed;

    Bound(ModelSchema schema, String revision, Member member, Deadline deadline) {
      this.schema = schema;
      this.revision = revision;
      this.member = member;
      this.limit = deadline.limit.toNanos();
      this.executor = deadline.executor;
      this.nanoTime = deadline.nanoTime;
      String subject = "policy " + Wording.quote(member.name());
      this.late = denial(Verdict.Cause.BUDGET, subject + " was not done within " + deadline.limit);
      this.rejected =
          denial(Verdict.Cause.BUDGET, subject + " could not start: its executor takes no work");
      this.failed =
          denial(Verdict.Cause.POLICY_FAILED, subject + " could not be run by its executor");
    }

    private static Verdict.Deny denial(Verdict.Cause cause, String message) {
      return Verdict.Deny.of(cause, "deadline", message);
    }

    @Override
    public ModelSchema schema() {
      return schema;
    }

    @Override
    public String revision() {
      return revision;
    }

    @Override
    public Verdict evaluate(Prediction prediction) {
      ModelSchema given = prediction.schema();
      if (given != schema && !given.equals(schema)) {
        return Predictions.otherSchema(schema, given);
      }
      long start = nanoTime.getAsLong();
      Prediction copy = Predictions.copy(prediction);
      FutureTask<Judged> task =
          new FutureTask<>(() -> new Judged(member.judge(copy), nanoTime.getAsLong()));
      boolean interrupted = Thread.interrupted();
      try {
        executor.execute(task);
        while (true) {
          try {
            return inTime(task.get(left(start), TimeUnit.NANOSECONDS), start);
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      } catch (TimeoutException e) {
        task.cancel(true);
        return late;
      } catch (RejectedExecutionException e) {
        return rejected;
      } catch (RuntimeException | ExecutionException | Error e) {
        task.cancel(true);
        return failed;
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private long left(long start) {
      return limit - (nanoTime.getAsLong() - start);
    }

    /** An executor that works on the caller's thread hands over what nobody could give up on. */
    private Verdict inTime(Judged judged, long start) {
      return judged.at() - start <= limit ? judged.verdict() : late;
    }
  }
}
