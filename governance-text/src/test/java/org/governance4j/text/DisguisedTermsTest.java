package org.governance4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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

  // @Rule("T12")
  @ParameterizedTest
  @ValueSource(
      strings = {"a", "k", "k i l ", "a a ", "k i l l s ", "kil", "!", "1", "s\u200B", "as "})
  void steps_grow_with_the_text_alone(String part) {
    String text = part.repeat(65_536 / part.length());

    long steps = TERMS.steps(text);

    assertTrue(steps <= 200L * text.length(), steps + " steps for " + text.length());
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
}
