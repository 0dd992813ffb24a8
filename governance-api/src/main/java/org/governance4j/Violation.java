package org.governance4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One broken rule of a policy.
 *
 * <p>What was found is captured as primitives and immutable strings when the rule fails; only the
 * text is made later, and it never needs the prediction.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class Violation {

  /** Renders the text of a violation; made once per rule when a policy is bound. */
  @FunctionalInterface
  public interface Renderer {
    /** The text for a person: field, value found and limit, on one line. */
    String render(Violation violation);
  }

  private final int ruleIndex;
  private final String rule;
  private final @Nullable String field;
  private final double actual;
  private final double limit;
  private final @Nullable String actualText;
  private final Renderer renderer;

  /**
   * Captures a violation.
   *
   * @param ruleIndex position of the rule in its policy, from 0
   * @param rule the rule's id, unique in its policy
   * @param field the field that was judged, or null when the rule is about several
   * @param actual the number found, NaN when the rule is not about a number; always NaN for a
   *     sensitive field
   * @param limit the number it was held against, NaN when there is none
   * @param actualText the string found, or null; always null for a sensitive field
   * @param renderer makes the text
   */
  public Violation(
      int ruleIndex,
      String rule,
      @Nullable String field,
      double actual,
      double limit,
      @Nullable String actualText,
      Renderer renderer) {
    this.ruleIndex = ruleIndex;
    this.rule = Objects.requireNonNull(rule, "rule");
    this.field = field;
    this.actual = actual;
    this.limit = limit;
    this.actualText = actualText;
    this.renderer = Objects.requireNonNull(renderer, "renderer");
  }

  /** A violation with a fixed text, for rules that compare nothing. */
  public static Violation of(String rule, @Nullable String field, String message) {
    Objects.requireNonNull(message, "message");
    return new Violation(0, rule, field, Double.NaN, Double.NaN, null, violation -> message);
  }

  /** Position of the rule in its policy, from 0. */
  public int ruleIndex() {
    return ruleIndex;
  }

  /** The rule's id. */
  public String rule() {
    return rule;
  }

  /** The field that was judged, or null when the rule is about several. */
  public @Nullable String field() {
    return field;
  }

  /** The number found, NaN when the rule is not about a number or the field is sensitive. */
  public double actual() {
    return actual;
  }

  /** The number it was held against, NaN when there is none. */
  public double limit() {
    return limit;
  }

  /** The string found, or null; always null for a sensitive field. */
  public @Nullable String actualText() {
    return actualText;
  }

  /** The text for a person; rendered anew by each call. */
  public String message() {
    return renderer.render(this);
  }

  @Override
  public String toString() {
    return rule + ": " + message();
  }
}
