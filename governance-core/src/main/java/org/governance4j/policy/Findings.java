package org.governance4j.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.governance4j.Obligation;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.text.TextMatch;

/**
 * Collects what one prediction breaks, in the order of the rules, and what follows from it. One
 * prediction, one thread.
 */
final class Findings {
  private final List<Violation> violations = new ArrayList<>();
  private final List<Obligation> obligations = new ArrayList<>();
  private boolean undefined;
  private boolean denied;
  private boolean held;

  /** Of the rule that is being explained. */
  private boolean broken;

  private final Set<String> brokenRules = new HashSet<>();
  private final Map<String, List<Operand.Span>> spans = new TreeMap<>();
  private final Map<FieldTexts, List<TextMatch>> matches = new IdentityHashMap<>();

  /** A value that a rule needs is missing or not finite. */
  void undefined(Violation violation) {
    violations.add(violation);
    undefined = true;
  }

  /** A value is there and against a rule. */
  void broken(Violation violation) {
    violations.add(violation);
    broken = true;
  }

  /**
   * The rule is broken by a part of a string: what it obliges to do to the field is to be done to
   * its parts, where the operation can be. Parts may come in any order and overlap; an empty one is
   * no part.
   *
   * @param start the index of the part's first UTF-16 code unit
   * @param end the index after its last
   */
  void part(BoundField field, int start, int end) {
    if (start < end) {
      spans
          .computeIfAbsent(field.name(), name -> new ArrayList<>())
          .add(new Operand.Span(start, end));
    }
  }

  /** Where the patterns of a field match, looked for once for all rules of the field. */
  List<TextMatch> matches(FieldTexts texts, String text) {
    return matches.computeIfAbsent(texts, patterns -> patterns.findAll(text));
  }

  /** The rule with that head has been explained. */
  void endOf(RuleHead head) {
    if (broken) {
      brokenRules.add(head.id());
      switch (head.effect()) {
        case DENY -> denied = true;
        case ESCALATE -> held = true;
        case OBLIGE -> head.obligations().forEach(this::oblige);
      }
    }
    broken = false;
    spans.clear();
  }

  private void oblige(Obligation obligation) {
    List<Operand.Span> parts = spans.get(obligation.field());
    boolean partial =
        switch (obligation.operation()) {
          case MASK, REMOVE, HASH -> parts != null;
          case TRUNCATE, ROUND, CLAMP -> false;
        };
    if (!partial || parts == null) {
      obligations.add(obligation);
      return;
    }
    List<Operand.Span> merged = merged(parts);
    obligations.add(
        merged.size() > Obligations.MAX_SPANS
            ? obligation
            : new Obligation(obligation.operation(), obligation.field(), Operand.write(merged)));
  }

  private static List<Operand.Span> merged(List<Operand.Span> parts) {
    List<Operand.Span> sorted = new ArrayList<>(parts);
    sorted.sort(Comparator.comparingInt(Operand.Span::start));
    List<Operand.Span> merged = new ArrayList<>();
    Operand.Span last = sorted.get(0);
    for (Operand.Span next : sorted) {
      if (next.start() < last.end()) {
        last = new Operand.Span(last.start(), Math.max(last.end(), next.end()));
      } else {
        merged.add(last);
        last = next;
      }
    }
    merged.add(last);
    return merged;
  }

  /** Whether a value is there and against the rule of that id. */
  boolean breaks(String rule) {
    return brokenRules.contains(rule);
  }

  /** What follows from all of it. */
  Verdict verdict() {
    if (denied || undefined) {
      return new Verdict.Deny(
          denied ? Verdict.Cause.POLICY : Verdict.Cause.UNDEFINED_INPUT, violations);
    }
    if (held) {
      return new Verdict.Escalate(violations);
    }
    if (!obligations.isEmpty()) {
      return new Verdict.AllowWith(obligations);
    }
    // The plan refused what no rule can explain. The one way there is that somebody wrote into the
    // arrays in between, and then neither answer can be trusted.
    return Verdict.Deny.of(
        Verdict.Cause.POLICY_FAILED,
        "unexplained",
        "the prediction was refused, but its values were changed before they could be explained");
  }
}
