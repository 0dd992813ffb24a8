package org.governance4j;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a governed model: the output, if its verdict releases it. There is no way to the
 * output that forgets the verdict, and an output that was withheld is not even held here.
 *
 * <p>Immutable; as safe for threads as the output is.
 *
 * @param <O> the model's output
 */
public final class Governed<O> {

  /**
   * Applies obligations to an output and returns a new one.
   *
   * @param <O> the model's output
   */
  @FunctionalInterface
  public interface ObligationApplier<O> {
    /** Returns the output with every obligation fulfilled; never the same object changed. */
    O apply(O output, Verdict.AllowWith verdict);
  }

  private final @Nullable O output;
  private final Verdict verdict;

  private Governed(@Nullable O output, Verdict verdict) {
    this.output = output;
    this.verdict = verdict;
  }

  /**
   * Joins an output with its verdict.
   *
   * @param output what the model answered
   * @param verdict the judgement of it
   */
  public static <O> Governed<O> of(O output, Verdict verdict) {
    Objects.requireNonNull(output, "output");
    boolean held = verdict.allowed() || verdict instanceof Verdict.AllowWith;
    return new Governed<>(held ? output : null, verdict);
  }

  /** The verdict. */
  public Verdict verdict() {
    return verdict;
  }

  /** The output if it is released as it is. */
  public Optional<O> released() {
    return verdict.allowed() ? Optional.ofNullable(output) : Optional.empty();
  }

  /**
   * The output if it is released as it is.
   *
   * @throws OutputDenied if it was denied, escalated, or has obligations that must be applied first
   */
  public O orThrow() {
    O value = output;
    if (value == null || !verdict.allowed()) {
      throw new OutputDenied(verdict);
    }
    return value;
  }

  /**
   * The output, after its obligations, if it has any, were applied.
   *
   * @throws OutputDenied if it was denied or escalated
   */
  public O orThrow(ObligationApplier<O> applier) {
    O value = output;
    if (value != null && verdict instanceof Verdict.AllowWith conditional) {
      return Objects.requireNonNull(applier.apply(value, conditional), "the applier's output");
    }
    return orThrow();
  }

  /** The verdict; never the output. */
  @Override
  public String toString() {
    return "Governed[" + verdict + "]";
  }
}
