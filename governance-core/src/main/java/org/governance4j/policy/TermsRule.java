package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;

/**
 * {@code terms}: none of the strings holds one of the terms.
 *
 * @param word whether a term must stand as a word of its own
 * @param disguised whether it is found behind disguises too
 * @param quote whether violations quote what was found
 */
record TermsRule(
    RuleHead head,
    List<String> fields,
    List<String> terms,
    boolean word,
    boolean disguised,
    boolean quote)
    implements Rule {
  private static final List<String> MATCHES = List.of("word", "substring");

  TermsRule {
    fields = head.fields(fields);
    terms = head.strings("terms", terms);
    FieldTexts.checkTerms(head, terms, word, disguised);
  }

  static Rule read(RuleHead head, JsonMembers members) {
    String match = members.optionalWord("match", MATCHES);
    return new TermsRule(
        head,
        members.strings("fields"),
        members.strings("terms"),
        match == null || match.equals(MATCHES.get(0)),
        members.bool("disguised", false),
        members.bool("quote", false));
  }

  TermsRule disguise() {
    return new TermsRule(head, fields, terms, word, true, quote);
  }

  TermsRule quoted() {
    return new TermsRule(head, fields, terms, word, disguised, true);
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new TermsRule(newHead, fields, terms, word, disguised, quote);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.TERMS;
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    JsonValue.Obj result =
        object.with("fields", RuleFile.array(fields)).with("terms", RuleFile.array(terms));
    if (!word) {
      result = result.with("match", JsonValue.of(MATCHES.get(1)));
    }
    if (disguised) {
      result = result.with("disguised", JsonValue.of(true));
    }
    return quote ? result.with("quote", JsonValue.of(true)) : result;
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    return new BoundForbidden(
        binder.citation(),
        binder.quotable(fields, quote).stream()
            .map(field -> binder.texts().forbid(field, this))
            .toList(),
        quote);
  }
}
