package org.governance4j.policy;

import java.util.Arrays;
import java.util.List;
import org.governance4j.json.JsonMembers;

/** The kinds of rules that can be written in a rule file. */
enum RuleKind {
  /** Numbers are present and finite. */
  FINITE("finite", FiniteRule::read),
  /** A number reaches a limit. */
  AT_LEAST("at_least", AtLeastRule::read),
  /** Numbers lie in a closed range. */
  RANGE("range", RangeRule::read),
  /** A string is one of a list. */
  ALLOWED("allowed", AllowedRule::read),
  /** A string is one of the list that another string chooses. */
  ALLOWED_BY("allowed_by", AllowedByRule::read),
  /** A number reaches the limit that another number chooses. */
  AT_LEAST_BY("at_least_by", AtLeastByRule::read),
  /** Fields are present. */
  REQUIRED("required", RequiredRule::read),
  /** A string is none of a list. */
  DENIED("denied", DeniedRule::read),
  /** A number lies in the interval that a string chooses. */
  RANGE_BY("range_by", RangeByRule::read),
  /** Numbers add up to a total. */
  SUM("sum", SumRule::read),
  /** The largest number is ahead of the second largest. */
  MARGIN("margin", MarginRule::read),
  /** A distribution is not too even. */
  ENTROPY("entropy", EntropyRule::read),
  /** A label names one of the largest numbers. */
  TOP_K("top_k", TopKRule::read),
  /** The model is one of a list. */
  MODEL("model", ModelRule::read),
  /** Where one condition on several fields holds, another must. */
  CONDITION("condition", ConditionRule::read),
  /** Strings have a length within bounds. */
  LENGTH("length", LengthRule::read),
  /** Strings hold none of the terms. */
  TERMS("terms", TermsRule::read),
  /** Strings match regular expressions, or do not. */
  REGEX("regex", RegexRule::read),
  /** A string is JSON of a shape. */
  JSON("json", JsonRule::read);

  /** Makes a rule of this kind from the members of its JSON object. */
  @FunctionalInterface
  interface Reader {
    Rule read(RuleHead head, JsonMembers members);
  }

  private final String word;
  private final Reader reader;

  RuleKind(String word, Reader reader) {
    this.word = word;
    this.reader = reader;
  }

  /** The word in JSON. */
  String word() {
    return word;
  }

  Rule read(RuleHead head, JsonMembers members) {
    return reader.read(head, members);
  }

  /** The kind with that word, which is one of {@link #words}. */
  static RuleKind of(String word) {
    return values()[words().indexOf(word)];
  }

  /** The words of all kinds. */
  static List<String> words() {
    return Arrays.stream(values()).map(RuleKind::word).toList();
  }
}
