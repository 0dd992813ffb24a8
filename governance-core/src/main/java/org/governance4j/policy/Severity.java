package org.governance4j.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How grave a broken rule is, for the people and systems that read denials. It never changes a
 * verdict: that is its {@link Effect}.
 */
public enum Severity {
  /** Worth knowing. */
  INFO,
  /** Minor. */
  LOW,
  /** The severity of a rule that states none. */
  MEDIUM,
  /** Serious. */
  HIGH,
  /** Needs somebody at once. */
  CRITICAL;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The word in JSON. */
  public String word() {
    return word;
  }

  /** The severity with that word, which is one of {@link #words}. */
  static Severity of(String word) {
    return values()[words().indexOf(word)];
  }

  /** The words of all severities, the mildest first. */
  static List<String> words() {
    return Arrays.stream(values()).map(Severity::word).toList();
  }
}
