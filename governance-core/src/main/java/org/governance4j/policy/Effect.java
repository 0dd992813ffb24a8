package org.governance4j.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What follows when a rule is broken. Of all rules that are broken the gravest effect decides: one
 * that denies denies, whatever the others say, and one that escalates outweighs obligations. A
 * value that a rule needs and that is missing or not finite denies, whatever the rule's effect.
 */
public enum Effect {
  /** The output is withheld: the effect of a rule that states none. */
  DENY,
  /** The output is held until a human has decided. */
  ESCALATE,
  /** The output may be released once the rule's obligations were applied to it. */
  OBLIGE;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The word in JSON. */
  public String word() {
    return word;
  }

  /** The effect with that word, which is one of {@link #words}. */
  static Effect of(String word) {
    return values()[words().indexOf(word)];
  }

  /** The words of all effects, the gravest first. */
  static List<String> words() {
    return Arrays.stream(values()).map(Effect::word).toList();
  }
}
