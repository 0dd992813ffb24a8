package org.governance4j.policy;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.governance4j.JsonValue;
import org.governance4j.PolicyInvalid;
import org.governance4j.json.JsonMembers;
import org.governance4j.text.PatternSet;

/**
 * {@code regex}: the strings match none of the expressions, at least one, or all.
 *
 * @param patterns expressions by name, sorted
 * @param quote whether violations quote what was found
 */
record RegexRule(
    RuleHead head, List<String> fields, Map<String, String> patterns, Must must, boolean quote)
    implements Rule {

  /** What is demanded. */
  enum Must {
    /** No expression matches. */
    NOT_MATCH,
    /** At least one does. */
    MATCH_ANY,
    /** All do. */
    MATCH_ALL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
      return Arrays.stream(values()).map(Must::word).toList();
    }
  }

  RegexRule {
    fields = head.fields(fields);
    head.count("patterns", patterns.size());
    patterns = Collections.unmodifiableMap(new TreeMap<>(patterns));
    for (String name : patterns.keySet()) {
      RuleHead.requireLine(head.place() + ": the name of a pattern", name, RuleHead.MAX_ID_LENGTH);
    }
    set(head, patterns);
    if (quote && must != Must.NOT_MATCH) {
      throw head.refuse("quote needs must not_match: otherwise nothing was found");
    }
  }

  /**
   * One set for all, without automata: what it may hold bounds the work that a rule can ask for.
   */
  private static PatternSet.Builder set(RuleHead head, Map<String, String> patterns) {
    PatternSet.Builder set = PatternSet.builder();
    patterns.forEach(
        (name, pattern) -> {
          try {
            set.regex(pattern);
          } catch (IllegalArgumentException e) {
            throw new PolicyInvalid(
                head.place() + ": pattern " + Wording.quote(name) + ": " + e.getMessage(), e);
          }
        });
    return set;
  }

  /** What must not match is searched for by an automaton of each field. */
  @Override
  public long instructions() {
    int automata = must == Must.NOT_MATCH ? fields.size() : 1;
    return set(head, patterns).instructions() * automata;
  }

  static Rule read(RuleHead head, JsonMembers members) {
    Map<String, String> patterns = new TreeMap<>();
    JsonMembers named = members.object("patterns");
    named.names().forEach(name -> patterns.put(name, named.string(name)));
    String must = members.optionalWord("must", Must.words());
    return new RegexRule(
        head,
        members.strings("fields"),
        patterns,
        must == null ? Must.NOT_MATCH : Must.values()[Must.words().indexOf(must)],
        members.bool("quote", false));
  }

  RegexRule quoted() {
    return new RegexRule(head, fields, patterns, must, true);
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new RegexRule(newHead, fields, patterns, must, quote);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.REGEX;
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    Map<String, JsonValue> named = new LinkedHashMap<>();
    patterns.forEach((name, pattern) -> named.put(name, JsonValue.of(pattern)));
    JsonValue.Obj result =
        object.with("fields", RuleFile.array(fields)).with("patterns", new JsonValue.Obj(named));
    if (must != Must.NOT_MATCH) {
      result = result.with("must", JsonValue.of(must.word()));
    }
    return quote ? result.with("quote", JsonValue.of(true)) : result;
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    List<BoundField> bound = binder.quotable(fields, quote);
    if (must == Must.NOT_MATCH) {
      return new BoundForbidden(
          binder.citation(),
          bound.stream().map(field -> binder.texts().forbid(field, this)).toList(),
          quote);
    }
    BoundDemanded demanded = BoundDemanded.of(binder.citation(), bound, this);
    binder.texts().add(demanded);
    return demanded;
  }
}
