package org.governance4j;

import java.util.Objects;
import java.util.Optional;

/**
 * The answer of a governed model: the output, if its verdict releases it. There is no way to the
 * output that forgets the verdict.
 *
 * @param <O> the model's output
 */
public sealed interface Governed<O> {

  /** The verdict. */
  Verdict verdict();

  /** The output if it is released as it is. */
  Optional<O> released();

  /**
   * The output if it is released as it is.
   *
   * @throws OutputDenied if it was denied, escalated, or has obligations that must be applied first
   */
  O orThrow();

  /**
   * The output, after its obligations, if it has any, were applied.
   *
   * @throws OutputDenied if it was denied or escalated
   */
  O orThrow(ObligationApplier<O> applier);

  /**
   * Joins an output with its verdict.
   *
   * @param output what the model answered
   * @param verdict the judgement of it
   */
  static <O> Governed<O> of(O output, Verdict verdict) {
    Objects.requireNonNull(output, "output");
    if (verdict instanceof Verdict.Allow) {
      return new Released<>(output, verdict);
    }
    if (verdict instanceof Verdict.AllowWith conditional) {
      return new Conditional<>(output, conditional);
    }
    return new Withheld<>(verdict);
  }

  /**
   * Applies obligations to an output and returns a new one.
   *
   * @param <O> the model's output
   */
  @FunctionalInterface
  interface ObligationApplier<O> {
    /** Returns the output with every obligation fulfilled; never the same object changed. */
    O apply(O output, Verdict.AllowWith verdict);
  }

  /** An output released as it is. */
  record Released<O>(O output, Verdict verdict) implements Governed<O> {
    @Override
    public Optional<O> released() {
      return Optional.of(output);
    }

    @Override
    public O orThrow() {
      return output;
    }

    @Override
    public O orThrow(ObligationApplier<O> applier) {
      return output;
    }
  }

  /** An output released only after its obligations were applied. */
  final class Conditional<O> implements Governed<O> {
    private final O output;
    private final Verdict.AllowWith verdict;

    private Conditional(O output, Verdict.AllowWith verdict) {
      this.output = output;
      this.verdict = verdict;
    }

    @Override
    public Verdict verdict() {
      return verdict;
    }

    @Override
    public Optional<O> released() {
      return Optional.empty();
    }

    @Override
    public O orThrow() {
      throw new OutputDenied(verdict);
    }

    @Override
    public O orThrow(ObligationApplier<O> applier) {
      return Objects.requireNonNull(applier.apply(output, verdict), "the applier's output");
    }
  }

  /** An output that stays inside; it is not even held here. */
  record Withheld<O>(Verdict verdict) implements Governed<O> {
    @Override
    public Optional<O> released() {
      return Optional.empty();
    }

    @Override
    public O orThrow() {
      throw new OutputDenied(verdict);
    }

    @Override
    public O orThrow(ObligationApplier<O> applier) {
      throw new OutputDenied(verdict);
    }
  }
}
