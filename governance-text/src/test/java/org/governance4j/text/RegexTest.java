package org.governance4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {

  // @Rule("T7")
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a(b; 1; not closed",
        "a)b; 1; without an opening one",
        "x[ab; 1; not closed",
        "[b-a]; 1; ends before it starts",
        "a**; 2; repetition of a repetition",
        "*a; 0; nothing to repeat",
        "a{1001}; 1; above 1000",
        "a{3,2}; 1; from 3 to 2",
        "(a)\\1; 3; back-references",
        "(?=a); 0; look-around",
        "(?<!a)b; 0; look-around",
        "(?P<n>a)(?P<n>b); 12; used twice",
        "(?P<n-m>a); 4; group name",
        "(?x)a; 0; not a group",
        "\\Z; 0; not an escape",
        "\\C; 0; not an escape",
        "[[:letter:]]; 1; POSIX class",
        "\\p{Klingon}; 0; Unicode category or script",
        "\\x{110000}; 0; hexadecimal",
        "a\\; 1; backslash at the end"
      })
  void names_pattern_position_and_reason_when_it_refuses(String pattern, int at, String why) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Regex.compile(pattern)).getMessage();

    assertTrue(message.startsWith("regex '" + pattern + "' at position " + at + ": "), message);
    assertTrue(message.contains(why), message);
  }

  // @Rule("T7")
  @Test
  void a_refusal_quotes_a_long_expression_around_the_position_only() {
    String pattern = "a".repeat(500) + "**" + "b".repeat(500);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Regex.compile(pattern)).getMessage();

    assertTrue(message.length() < 200, message);
    assertTrue(message.contains("a**b"), message);
    assertTrue(message.contains("position 50"), message);
  }

  // @Rule("T7")
  @Test
  void what_grows_beyond_the_limits_is_refused() {
    for (String hostile :
        new String[] {
          "((a{1000}){1000}){1000}",
          "((){1000}){1000}",
          "(".repeat(201) + ")".repeat(201),
          "a".repeat(10_001),
          "(?:\\pL{1000}){30}",
        }) {
      assertThrows(IllegalArgumentException.class, () -> Regex.compile(hostile));
    }
    assertTrue(Regex.compile("(".repeat(200) + "a" + ")".repeat(200)).find("a"));
    assertTrue(Regex.compile("(?:a{1000}){20}").find("a".repeat(20_000)));
    assertFalse(Regex.compile("(?:a{1000}){20}").find("a".repeat(19_999)));
  }

  // @Rule("T7")
  @ParameterizedTest
  @ValueSource(strings = {"[ab]*a[ab]{1000}c", "(\\pL|\\pN|[^x]){900}y", "(.*?,){900}P"})
  void what_explodes_is_compiled_within_the_budget(String pattern) {
    Program program = Program.of(Regex.parse(pattern));
    Determinizer states = new Determinizer(program, Alphabet.of(program));

    // The table is given up by counted work and states, after which the lazy automaton takes over.
    assertEquals(null, TableDetector.build(states, Budget.forRegex()));
    assertFalse(Regex.compile(pattern).find("x,b".repeat(100)));
  }

  // @Rule("T8")
  @Test
  void code_points_are_matched_and_spans_are_utf_16() {
    String text = "a\uD83D\uDE00b";

    assertEquals(new TextMatch(0, 1, 3), Regex.compile("[^a]").find(text, 0));
    assertEquals(new TextMatch(0, 0, 4), Regex.compile("^...$").find(text, 0));
    assertFalse(Regex.compile("\\x{DE00}").find(text));
    assertFalse(Regex.compile("\\x{D83D}").find(text));
    assertEquals(new TextMatch(0, 1, 2), Regex.compile("\\x{DE00}").find("a\uDE00b", 0));
    assertEquals(new TextMatch(0, 1, 2), Regex.compile("\\x{D83D}").find("a\uD83Db", 0));
    assertTrue(Regex.compile("^.\\x{1F600}$").find("\uD83D\uD83D\uDE00"));
  }

  // Unicode's CaseFolding.txt: 212A folds to k, 017F to s; 0130 and 0131 have only Turkic or full
  // foldings.
  // @Rule("T8")
  @Test
  void case_is_folded_as_unicode_folds_it() {
    assertTrue(Regex.compile("(?i)k").find("\u212A"));
    assertTrue(Regex.compile("(?i)\u212A").find("K"));
    assertTrue(Regex.compile("(?i)S").find("\u017F"));
    assertFalse(Regex.compile("(?i)i").find("\u0130\u0131"));
    assertFalse(Regex.compile("(?i)\u0130").find("iI\u0131"));
    assertTrue(Regex.compile("(?i)[^k]").find("x"));
    assertFalse(Regex.compile("(?i)[^k]").find("Kk\u212A"));
    assertTrue(Regex.compile("(?i)\\w").find("\u212A"));
    assertFalse(Regex.compile("\\w").find("\u212A"));
    assertTrue(Regex.compile("(?i)\uD801\uDC00").find("\uD801\uDC28"));
  }

  // @Rule("T1")
  @Test
  void what_stands_before_the_index_is_seen() {
    assertEquals(null, Regex.compile("^b").find("ab", 1));
    assertEquals(null, Regex.compile("\\bb").find("ab", 1));
    assertEquals(new TextMatch(0, 2, 3), Regex.compile("(?m)^b").find("a\nb", 1));
    assertEquals(new TextMatch(0, 2, 2), Regex.compile("").find("ab", 2));
    assertThrows(IndexOutOfBoundsException.class, () -> Regex.compile("a").find("ab", 3));
  }

  // @Rule("T5")
  @Test
  void finding_whether_it_matches_allocates_nothing() {
    Regex regex = Regex.compile("\\b[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\\b");
    Regex lazy = Regex.compile("[ab]*a[ab]{14}c");
    String text = "no account DE12 in here, only words and 12345. ".repeat(20);
    Runnable work =
        () -> {
          for (int i = 0; i < 2_000; i++) {
            assertFalse(regex.find(text) || lazy.find(text));
          }
        };
    work.run();

    long allocated = Allocation.of(work);
    assertTrue(allocated < 2_000, allocated + " bytes");
  }

  // The oracle is an algorithm of its own, so it is held against the simulation.
  // @Rule("T2")
  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33})
  void the_oracle_finds_what_the_simulation_finds(long seed) {
    RandomRegex random = new RandomRegex(seed);
    Random places = new Random(seed);
    int compared = 0;
    while (compared < 3_000) {
      String pattern = random.pattern();
      Node node;
      try {
        node = Regex.parse(pattern);
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage().contains(pattern));
        continue;
      }
      Program program = Program.of(node);
      String text = random.text() + random.text() + random.text() + random.text();
      SpanMatcher spans = new SpanMatcher(program, text);
      MatchOracle oracle = new MatchOracle(program, text);
      int from =
          text.offsetByCodePoints(0, places.nextInt(text.codePointCount(0, text.length()) + 1));
      String where = "seed " + seed + ", /" + pattern + "/ in " + RegexAgreementTest.shown(text);
      int start = spans.find(from) ? spans.start() : -1;
      assertEquals(start, oracle.start(from), where);
      if (start >= 0) {
        assertEquals(spans.end(), oracle.end(start), where);
      }
      compared++;
    }
  }
}
