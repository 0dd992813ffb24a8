package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.governance4j.BoundPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Verdict;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts and policies that are made to exhaust time, stack or memory. */
class HostileInputsTest {
  private static final int MEBI = 1 << 20;

  /** What backtracking takes hours or a stack for; the limit only tells it from what ends. */
  private static final Duration HANGS = Duration.ofMinutes(2);

  private static <T> T ends(Supplier<T> work) {
    return assertTimeoutPreemptively(HANGS, work::get);
  }

  private static String regex(String pattern, String must) {
    return "{'name':'p','budget':{'steps':1000000000},'rules':[{'id':'r','kind':'regex','fields':"
        + "['label'],'must':'"
        + must
        + "','patterns':{'x':'"
        + pattern
        + "'}}]}";
  }

  /** The pump of each shape repeated over a mebibyte, and an end that makes the whole not match. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "(a+)+$ a !",
        "^(a|a)*$ a !",
        "(a|aa)+$ a !",
        "^(a*)*b$ a !",
        "(.*)*=(.*)*;$ x=x !",
        "^([a-zA-Z]+)*$ aB !",
        "^(([a-z])+.)+[A-Z]([a-z])+$ a !",
        "(x+x+)+y x z",
        "^(a?){50}a{50}$ a a",
        "(.*a){12}$ a !",
        "\\\\b(\\\\w+\\\\s?)+$ a !",
        "(?i)(k|\u212a)*z$ \u212a !",
        "^(\\\\d+|\\\\d*)+x$ 1 !",
        "(a|b|ab)*c$ ab !"
      })
  @Rule("F8")
  void no_expression_and_no_text_make_it_backtrack(String pattern, String pump, String end) {
    String text = pump.repeat(MEBI / pump.length()) + end;
    Model.Values values = Model.values().set("label", text);
    for (RegexRule.Must must : RegexRule.Must.values()) {
      boolean forbidden = must == RegexRule.Must.NOT_MATCH;
      BoundPolicy policy = Examples.parse(regex(pattern, must.word())).bind(Model.SCHEMA);
      Verdict verdict = ends(() -> policy.evaluate(values.wrap()));
      if (forbidden) {
        assertSame(Verdict.ALLOW, verdict, pattern);
      } else {
        Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, verdict, pattern);
        assertEquals(Verdict.Cause.POLICY, deny.cause());
      }
    }
  }

  /** Everything matches everywhere: what is found must be said without more than linear work. */
  @Test
  @Rule("F8")
  void a_text_full_of_matches_is_explained() {
    String text = "ab".repeat(MEBI / 2);
    for (String rule :
        List.of(
            "'kind':'terms','terms':['ab'],'match':'substring'",
            "'kind':'terms','terms':['ab'],'match':'substring','disguised':true",
            "'kind':'regex','patterns':{'x':'ab','y':'[ab]','z':'(ab)+'}")) {
      for (Effect effect : List.of(Effect.DENY, Effect.OBLIGE)) {
        String consequence =
            effect == Effect.DENY
                ? ""
                : ",'effect':'oblige','obligations':[{'operation':'mask','field':'label'}]";
        BoundPolicy policy =
            Examples.parse(
                    "{'name':'p','budget':{'steps':1000000000},'rules':[{'id':'r','fields':"
                        + "['label'],"
                        + rule
                        + consequence
                        + "}]}")
                .bind(Model.SCHEMA);
        Verdict verdict = ends(() -> policy.evaluate(Model.values().set("label", text).wrap()));
        assertEquals(
            effect == Effect.DENY ? Verdict.Action.DENY : Verdict.Action.ALLOW_WITH,
            verdict.action());
      }
    }
  }

  @Test
  @Rule("F8")
  void json_as_deep_as_the_text_allows_is_refused_without_a_stack() {
    BoundPolicy policy = Examples.policy(RuleKind.JSON).bind(Model.SCHEMA);
    String open = "[".repeat(400_000);
    String close = "]".repeat(400_000);
    for (String text :
        List.of(open + close, open, "{\"a\":".repeat(150_000), "\"" + "\\".repeat(800_000))) {
      Model.Values values = Model.values().set("label", text);
      Verdict verdict = ends(() -> policy.evaluate(values.wrap()));
      assertEquals(Verdict.Action.DENY, verdict.action());
    }
    byte[] deep = (open + close).getBytes(StandardCharsets.UTF_8);
    assertThrows(PolicyInvalid.class, () -> ends(() -> RulePolicy.parse(deep)));
    String nested = "{'not':".repeat(50_000) + "{}" + "}".repeat(50_000);
    assertThrows(
        PolicyInvalid.class,
        () ->
            Examples.parse(
                "{'name':'p','rules':[{'id':'r','kind':'condition','require':" + nested + "}]}"));
  }

  @Test
  @Rule("F8")
  void ten_thousand_rules_name_every_one_that_is_broken() {
    String rules =
        IntStream.range(0, RulePolicy.MAX_RULES)
            .mapToObj(i -> "{'id':'r" + i + "','kind':'at_least','field':'confidence','limit':1}")
            .collect(Collectors.joining(","));
    RulePolicy policy = Examples.parse("{'name':'p','rules':[" + rules + "]}");
    Verdict.Deny deny = ends(() -> Model.denial(policy, Model.values()));
    assertEquals(RulePolicy.MAX_RULES, deny.violations().size());
    Verdict.Deny undefined = Model.denial(policy, Model.values().missing("confidence"));
    assertEquals(Verdict.Cause.UNDEFINED_INPUT, undefined.cause());
    assertThrows(
        PolicyInvalid.class,
        () ->
            Examples.parse(
                "{'name':'p','rules':["
                    + rules
                    + ",{'id':'one_more','kind':'finite','fields':['age']}]}"));
  }

  @Test
  @Rule("F8")
  void ten_thousand_terms_are_looked_for_at_once() {
    String terms =
        IntStream.range(0, RulePolicy.MAX_VALUES)
            .mapToObj(i -> "'term" + i + "x'")
            .collect(Collectors.joining(","));
    RulePolicy policy =
        Examples.parse(
            "{'name':'p','rules':[{'id':'r','kind':'terms','fields':['label'],'terms':["
                + terms
                + "]}]}");
    BoundPolicy bound = ends(() -> policy.bind(Model.SCHEMA));
    String text = "term999 term99 ".repeat(60_000);
    assertSame(Verdict.ALLOW, ends(() -> bound.evaluate(Model.values().set("label", text).wrap())));
    Model.Values values = Model.values().set("label", text + "term9999x");
    assertEquals(Verdict.Action.DENY, ends(() -> bound.evaluate(values.wrap())).action());
  }

  @Test
  @Rule("F8")
  void half_characters_and_control_characters_are_judged_and_worded() {
    for (String text :
        List.of("\ud800", "\udc00\ud800", "a\u0000b", "\u0000", "\ufeff", "\u202e", "a\ud83d")) {
      for (RuleKind kind : RuleKind.values()) {
        RulePolicy policy = Examples.policy(kind);
        Verdict verdict = Model.judge(policy, Model.values().set("label", text));
        if (verdict instanceof Verdict.Deny deny) {
          assertTrue(deny.violations().stream().allMatch(v -> oneLine(v.message())), kind::word);
          assertEquals(Verdict.Cause.POLICY, deny.cause(), kind::word);
        }
      }
      Model.Values hidden = Model.values().set("label", "x" + text + " bomb");
      assertEquals(
          Verdict.Action.DENY,
          Model.judge(RulePolicy.builder("p").terms("r", List.of("bomb"), "label").build(), hidden)
              .action());
    }
  }

  private static boolean oneLine(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }

  /** The default budget ends what would only be slow. */
  @Test
  @Rule("F8")
  void a_text_that_is_too_long_for_the_budget_is_not_looked_at() {
    String text = "a".repeat(64 * MEBI);
    for (RuleKind kind : List.of(RuleKind.TERMS, RuleKind.REGEX, RuleKind.JSON)) {
      BoundPolicy policy = Examples.policy(kind).bind(Model.SCHEMA);
      Verdict verdict = ends(() -> policy.evaluate(Model.values().set("label", text).wrap()));
      Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, verdict);
      assertEquals(Verdict.Cause.BUDGET, deny.cause());
    }
  }
}
