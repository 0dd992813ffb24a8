package org.governance4j.policy;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.governance4j.PolicyInvalid;
import org.jspecify.annotations.Nullable;

/**
 * What every rule has, whatever its kind, and the checks its members share.
 *
 * @param id unique within its policy
 * @param message the author's text for people, or null
 * @param severity how grave it is when it is broken
 */
record RuleHead(String id, @Nullable String message, Severity severity) {
  static final int MAX_ID_LENGTH = 128;
  static final int MAX_MESSAGE_LENGTH = 500;

  /** The most fields or values one rule may list, counted over all its lists. */
  static final int MAX_VALUES = 10_000;

  RuleHead {
    requireLine("a rule id", id, MAX_ID_LENGTH);
    if (message != null) {
      requireLine("rule " + Wording.quote(id) + ": the message", message, MAX_MESSAGE_LENGTH);
    }
    Objects.requireNonNull(severity, "severity");
  }

  static RuleHead of(String id) {
    return new RuleHead(id, null, Severity.MEDIUM);
  }

  /** How messages name the rule. */
  String place() {
    return "rule " + Wording.quote(id);
  }

  /** The refusal of this rule, to be thrown by the caller. */
  PolicyInvalid refuse(String why) {
    return new PolicyInvalid(place() + ": " + why);
  }

  /** The limit, with minus zero turned into zero; refuses NaN and infinities. */
  double limit(String member, double value) {
    if (!Double.isFinite(value)) {
      throw refuse(member + " must be a finite number, found " + value);
    }
    return value + 0.0;
  }

  /** The name of a field, not yet looked up anywhere. */
  String field(String member, String name) {
    if (name.isEmpty()) {
      throw refuse(member + " must name a field");
    }
    return name;
  }

  /** A copy of the names; refuses what {@link #strings} and {@link #field} refuse. */
  List<String> fields(Collection<String> names) {
    List<String> copy = strings("fields", names);
    copy.forEach(name -> field("fields", name));
    return copy;
  }

  /** A copy of the list; refuses an empty one, one that is too long, and duplicates. */
  List<String> strings(String member, Collection<String> values) {
    count(member, values.size());
    Set<String> seen = new HashSet<>();
    for (String value : values) {
      Objects.requireNonNull(value, member);
      if (!seen.add(value)) {
        throw refuse(member + " lists " + Wording.quote(value) + " twice");
      }
    }
    return List.copyOf(values);
  }

  void count(String member, int size) {
    if (size < 1 || size > MAX_VALUES) {
      throw refuse(member + " must list 1 to " + MAX_VALUES + " values, found " + size);
    }
  }

  static void requireLine(String what, String text, int maxLength) {
    if (text.isBlank()
        || text.length() > maxLength
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new PolicyInvalid(
          what
              + " must be one line of 1 to "
              + maxLength
              + " characters, found "
              + Wording.quote(text));
    }
  }
}
