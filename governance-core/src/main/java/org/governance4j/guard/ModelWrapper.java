package org.governance4j.guard;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.governance4j.Governed;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/** Puts a guard between one model and those who call it. */
final class ModelWrapper<I, O> {
  private final Guard guard;
  private final CheckFlow flow;
  private final ModelSchema schema;
  private final Function<? super I, ? extends O> model;
  private final PredictionMapper<? super I, ? super O> mapper;

  ModelWrapper(
      Guard guard,
      CheckFlow flow,
      Function<? super I, ? extends O> model,
      PredictionMapper<? super I, ? super O> mapper) {
    this.guard = guard;
    this.flow = flow;
    this.schema = guard.schema();
    this.model = Objects.requireNonNull(model, "model");
    this.mapper = Objects.requireNonNull(mapper, "mapper");
  }

  Governed<O> governed(I input) {
    O output = output(input);
    return Governed.of(output, verdict(input, output, null));
  }

  CompletionStage<Governed<O>> reviewed(I input) {
    O output = output(input);
    ReviewQueue.Ticket ticket = new ReviewQueue.Ticket();
    Verdict verdict = verdict(input, output, ticket);
    HeldOutput held = ticket.held;
    // Whatever fails after an output took its place: the verdict is what counts.
    return held == null || !(verdict instanceof Verdict.Escalate)
        ? CompletableFuture.completedStage(Governed.of(output, verdict))
        : held.outcome
            .minimalCompletionStage()
            .thenApply(review -> Governed.of(output, HeldOutput.verdict(review)));
  }

  private O output(I input) {
    return Objects.requireNonNull(model.apply(input), "the model's output");
  }

  private Verdict verdict(I input, O output, ReviewQueue.@Nullable Ticket ticket) {
    Prediction view = schema.prediction();
    try {
      mapper.map(input, output, view);
    } catch (Throwable e) {
      return flow.unmapped(e instanceof Exception ? denial(e) : Denials.MAPPER_ERROR, e);
    }
    return ticket == null ? guard.check(view) : flow.check(view, ticket);
  }

  private static Verdict.Deny denial(Throwable e) {
    return Verdict.Deny.of(
        Verdict.Cause.POLICY_FAILED, "mapper", "the mapper failed with " + shown(e));
  }

  /** A view's complaint about numbers of values has no values in it; other messages may. */
  private static String shown(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    boolean ofView =
        e instanceof IllegalArgumentException
            && trace.length > 0
            && trace[0].getClassName().equals(Prediction.class.getName());
    return ofView ? e.getClass().getName() + ": " + e.getMessage() : e.getClass().getName();
  }
}
