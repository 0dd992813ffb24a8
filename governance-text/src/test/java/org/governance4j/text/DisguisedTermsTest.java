package org.governance4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisguisedTermsTest {

  private static final DisguisedTerms TERMS =
      DisguisedTerms.wholeWords(List.of("idiot", "kill", "ass", "stupid", "hell"));

  // @Rule("T10")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "IDIOT",
        "k i l l",
        "k-i-l-l",
        "k_i_l_l",
        "k.i.l.l",
        "k\ni\nl\nl",
        "k1ll",
        "1d10t",
        "k\u0456ll",
        "\uFF4B\uFF49\uFF4C\uFF4C",
        "k\u200Bi\u00ADll",
        "k\u0336i\u0336l\u0336l",
        "stuuupid",
        "stu.pid",
        "k\uD800ill",
        "a$$",
      })
  void a_disguised_term_is_found_where_it_stands(String disguised) {
    String text = "You " + disguised + " there";

    assertTrue(TERMS.matchesAny(text));
    List<TextMatch> found = TERMS.findAll(text);
    assertEquals(1, found.size());
    assertEquals(4, found.get(0).start());
    assertEquals(4 + disguised.length(), found.get(0).end());
  }

  // @Rule("T11")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "class",
        "c l a s s",
        "a s s i g n",
        "he'll",
        "1055",
        "455",
        "A55",
        "!!!",
        "J. F. K.",
        "Scunthorpe",
        "skill",
        "\uD800",
        "hello"
      })
  void ordinary_words_numbers_and_initials_are_no_terms(String text) {
    assertFalse(TERMS.matchesAny(text));
    assertEquals(List.of(), TERMS.findAll(text));
  }

  // @Rule("T11")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "the rapist",
        "as set",
        "s-k-i-l-l",
        "h e l l o",
        "A. S. S. Byatt",
        "as",
        "kil",
        "H311",
        "cl@ss",
        "ki ll",
        "l'ass\u00E9",
        "Kassel",
        "\u0430\u0455",
        "k\u0438ll"
      })
  void what_only_resembles_a_term_is_none(String text) {
    assertEquals(List.of(), TERMS.findAll(text));
  }

  // @Rule("T10")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hate! You",
        "h4t3 y0u",
        "hateyou",
        "h a t e   y o u",
        "h.a.t.e you",
        "HA-TE*Y-O-U",
        "hate, (you",
        "hate\n\nyou",
        "\u24D7ate \u24E8ou",
        "haaate yooou"
      })
  void the_words_of_a_term_may_each_have_their_own_disguise(String disguised) {
    DisguisedTerms terms = DisguisedTerms.wholeWords(List.of("hate you"));
    String text = "I " + disguised + ", all of you";

    List<TextMatch> expected = List.of(new TextMatch(0, 2, 2 + disguised.length()));

    assertEquals(expected, terms.findAll(text));
  }

  // @Rule("T10")
  @Test
  void a_letter_of_a_word_may_be_an_own_spelled_word_before_or_after() {
    assertEquals(List.of(new TextMatch(1, 2, 9)), TERMS.findAll("I k i l l you"));
    assertEquals(List.of(new TextMatch(1, 0, 7)), TERMS.findAll("k i l l I say"));
    assertEquals(List.of(), TERMS.findAll("a s k i l l"));
  }

  // @Rule("T10")
  @Test
  void a_match_takes_the_marks_of_its_last_letter_with_it() {
    assertEquals(List.of(new TextMatch(1, 0, 6)), TERMS.findAll("kill\u0336\u0336 it"));
  }

  // @Rule("T10")
  @Test
  void ligatures_are_the_letters_they_join() {
    DisguisedTerms terms = DisguisedTerms.wholeWords(List.of("fist", "office", "Ma\u00DF"));

    assertEquals(List.of(new TextMatch(0, 2, 5)), terms.findAll("A \uFB01st"));
    assertEquals(List.of(new TextMatch(1, 0, 4)), terms.findAll("O\uFB03ce"));
    assertEquals(List.of(new TextMatch(2, 0, 4)), terms.findAll("MASS"));
    assertEquals(List.of(new TextMatch(2, 0, 3)), terms.findAll("M\u00E4\u00DF"));
  }

  // @Rule("T10")
  @Test
  void terms_in_other_scripts_are_found_in_any_case_spelling_and_repetition() {
    String term = "\u0438\u0434\u0438\u043E\u0442";
    DisguisedTerms terms = DisguisedTerms.wholeWords(List.of("fool", term, "\u99AC\u9E7F"));

    assertEquals(List.of(new TextMatch(1, 0, 5)), terms.findAll(term.toUpperCase(Locale.ROOT)));
    assertEquals(List.of(new TextMatch(1, 0, 9)), terms.findAll(String.join(" ", term.split(""))));
    assertEquals(
        List.of(new TextMatch(1, 0, 8)), terms.findAll(term.replace("\u043E", "\u043E".repeat(4))));
    assertEquals(List.of(), terms.findAll(term + "\u0430"));
    assertEquals(List.of(new TextMatch(2, 1, 3)), terms.findAll("-\u99AC\u9E7F."));
  }

  // @Rule("T10")
  @Test
  void inside_words_only_when_asked_for() {
    DisguisedTerms terms = DisguisedTerms.insideWords(List.of("kill"));

    assertEquals(List.of(new TextMatch(0, 1, 5)), terms.findAll("skilled"));
    assertEquals(List.of(new TextMatch(0, 4, 8)), terms.findAll("overk1lling"));
    assertEquals(List.of(), terms.findAll("s k i l l"));
    assertEquals(
        List.of(new TextMatch(0, 0, 4), new TextMatch(0, 4, 8)), terms.findAll("killkill"));
  }

  // @Rule("T10")
  @Test
  void a_flood_of_invisible_characters_hides_nothing() {
    String flood = "\u200B".repeat(20_000);
    String text = "You k" + flood + "i" + flood + "ll now";

    assertEquals(List.of(new TextMatch(1, 4, 8 + 40_000)), TERMS.findAll(text));
  }

  // @Rule("T10")
  @Test
  void find_gives_the_first_match_of_each_term_in_their_order() {
    assertEquals(
        List.of(new TextMatch(0, 5, 10), new TextMatch(1, 0, 4)),
        TERMS.find("kill idiot k1ll 1diot"));
    assertEquals(4, TERMS.findAll("kill idiot k1ll 1diot").size());
    assertEquals(5, TERMS.size());
  }

  // @Rule("T12")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "k",
        "k i l ",
        "a a ",
        "k i l l s ",
        "kil",
        "!",
        "1",
        "s\u200B",
        "as ",
        "!l",
        "1 l ! ",
        "a@4",
        "s s ",
        "k!l! "
      })
  void steps_grow_with_the_text_alone(String part) {
    String once = part.repeat(65_536 / part.length());
    String twice = once + once;

    long steps = TERMS.steps(once);

    assertTrue(steps <= 200L * once.length(), steps + " steps for " + once.length());
    assertTrue(TERMS.steps(twice) <= 2.2 * steps, steps + " steps, then " + TERMS.steps(twice));
  }

  // @Rule("T12")
  @ParameterizedTest
  @ValueSource(strings = {"a", "a ", "a.", "4", "a\u0301", "!"})
  void terms_that_end_alike_everywhere_cost_their_length_for_each_character(String part) {
    String longest = "ai".repeat(50);
    List<String> terms = new ArrayList<>();
    for (int length = 2; length <= 100; length += 7) {
      terms.add(longest.substring(100 - length));
      terms.add("a".repeat(length));
    }
    DisguisedTerms all = DisguisedTerms.wholeWords(terms);
    String text = "z" + part.repeat(8_192 / part.length());

    long bound =
        terms.stream().mapToLong(t -> 4 * (16L * t.length() + 64 + TermVerifier.EDGE)).sum();
    assertTrue(all.steps(text) <= (bound + 40) * text.length());
  }

  // @Rule("T12")
  @Test
  void asking_allocates_nothing() {
    String text =
        "The class has 1055 skills; c l a s s, k i l l s, hell\uFB01sh (see page 7)! ".repeat(50);
    int[] found = {0};
    Runnable work =
        () -> {
          for (int i = 0; i < 200; i++) {
            found[0] += TERMS.matchesAny(text) ? 1 : 0;
          }
        };
    work.run();

    long allocated = Allocation.of(work);
    assertTrue(allocated < 2_000, allocated + " bytes in 200 texts");
    assertEquals(0, found[0]);
  }

  // @Rule("T12")
  @Test
  void a_text_of_a_million_characters_is_searched_to_its_end() {
    String text = "The class has skills. ".repeat(50_000) + "k1ll";

    assertTrue(TERMS.matchesAny(text));
    assertEquals(List.of(new TextMatch(1, text.length() - 4, text.length())), TERMS.findAll(text));
  }

  // @Rule("T17")
  @Test
  void ten_thousand_terms_have_at_most_a_state_for_each_letter() {
    Random random = new Random(5);
    List<String> terms = new ArrayList<>();
    int letters = 0;
    for (int i = 0; i < DisguisedTerms.MAX_TERMS; i++) {
      StringBuilder term = new StringBuilder();
      int length = 5 + random.nextInt(10);
      for (int k = 0; k < length; k++) {
        term.append((char) ('a' + random.nextInt(26)));
      }
      terms.add(term.toString());
      letters += length;
    }
    DisguisedTerms all = DisguisedTerms.wholeWords(terms);

    assertTrue(all.states() <= letters + 1, all.states() + " states");
    assertTrue(all.bytes() <= 104L * all.states(), all.bytes() + " bytes");
    for (int i = 0; i < terms.size(); i += 97) {
      int number = i;
      String text = "so " + terms.get(i).toUpperCase(Locale.ROOT) + ".";
      assertTrue(all.findAll(text).stream().anyMatch(m -> m.pattern() == number), text);
    }
  }

  // @Rule("T18")
  @Test
  void one_serves_any_number_of_threads() throws Exception {
    List<String> texts = new ArrayList<>();
    Disguises disguises = new Disguises(new Random(3));
    for (int i = 0; i < 500; i++) {
      texts.add(
          "You " + disguises.disguise("stupid", List.of(Disguises.Technique.values()[i % 11])));
    }
    List<List<TextMatch>> alone = texts.stream().map(TERMS::findAll).toList();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<List<TextMatch>>>> together = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        together.add(threads.submit(() -> texts.stream().map(TERMS::findAll).toList()));
      }
      for (Future<List<List<TextMatch>>> one : together) {
        assertEquals(alone, one.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  // @Rule("T13")
  @Test
  void a_hostile_term_is_refused_by_its_number_and_the_limit() {
    for (String term : List.of("", "x", "a(b", "ab".repeat(51))) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> DisguisedTerms.wholeWords(List.of("fine", term)));
      assertTrue(refused.getMessage().startsWith("term 1 has "), refused.getMessage());
    }
  }

  // @Rule("T13")
  @Test
  void the_limits_are_named() {
    List<String> many = Collections.nCopies(DisguisedTerms.MAX_TERMS + 1, "kill");

    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> DisguisedTerms.wholeWords(many))
            .getMessage()
            .contains("at most 10000"));
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> DisguisedTerms.wholeWords(List.of("secret#word")))
            .getMessage()
            .equals("term 0 has U+0023 at 6, which is neither letter nor digit nor space"));
    assertFalse(DisguisedTerms.wholeWords(List.of()).matchesAny("anything"));
  }
}
