package org.governance4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Executed instructions are counted, not time. The families are those that take java.util.regex
 * seconds or its stack, and some against the deterministic automaton.
 */
class LinearTimeTest {

  private static final String FAMILIES =
      """
      (x+x+)+y; x
      ((a{1,4})+)+c; a
      (.*?,){11}P; 1,
      (a+){2,}b; a
      (a|b|ab)*c; ab
      (a+)+$; ab
      (a*)*b; a
      (a|a)*b; a
      (\\w+\\s?)*\\d!; word
      (.*)(.*)(.*)(.*)x; a
      [ab]*a[ab]{20}c; ab
      (?:(?:a?){50})a{50}b; a
      ^(([a-z])+.)+[A-Z]([a-z])+$; a
      a.*b.*c.*d.*e; abcd
      """;

  // @Rule("T2")
  @ParameterizedTest
  @CsvSource(delimiter = ';', ignoreLeadingAndTrailingWhitespace = false, textBlock = FAMILIES)
  void a_search_takes_steps_in_proportion_to_the_text(String pattern, String pump) {
    Program program = Program.of(Regex.parse(pattern));
    String unit = pump.substring(1);
    for (int length : List.of(1_000, 16_000)) {
      String text = unit.repeat(length / unit.length());
      SpanMatcher spans = new SpanMatcher(program, text);
      boolean found = spans.find(0);

      // Each instruction is followed and run at most once per place.
      long bound = 2L * program.size() * (text.length() + 1);
      assertTrue(spans.steps() <= bound, () -> spans.steps() + " steps, more than " + bound);
      assertEquals(found, Regex.compile(pattern).find(text));
    }
  }

  // @Rule("T2")
  @ParameterizedTest
  @CsvSource(delimiter = ';', ignoreLeadingAndTrailingWhitespace = false, textBlock = FAMILIES)
  void the_simulated_automaton_takes_steps_in_proportion_to_the_text(String pattern, String pump) {
    Program program = Program.of(Regex.parse(pattern));
    Determinizer states = new Determinizer(program, Alphabet.of(program));
    Determinizer.Walk walk = states.walk();
    String text = pump.substring(1).repeat(8_000 / (pump.length() - 1));
    long before = walk.steps();
    Determinizer.State state = walk.start();
    for (int i = 0; i < text.length(); i++) {
      state = walk.step(state, states.alphabet().classOf(text.charAt(i)));
    }

    long bound = 3L * program.size() * text.length();
    assertTrue(walk.steps() - before <= bound, () -> walk.steps() + " steps, above " + bound);
  }

  // @Rule("T2")
  @ParameterizedTest
  @CsvSource({"a.*b|a,a", "(a*)*b|a,a", "a(?:.|\\n)*z|\\w,ab", "(?:a?){40}a{40}c|a,a"})
  void all_matches_take_steps_in_proportion_to_the_text(String pattern, String pump) {
    Program program = Program.of(Regex.parse(pattern));
    long perPlace = 0;
    for (int length : List.of(1_000, 10_000)) {
      String text = pump.repeat(length);
      AllMatches all = new AllMatches(program, new Locator(program), text);
      int matches = all.find(0).size();
      assertTrue(matches >= length, "one match after the other: " + matches);
      perPlace = all.steps() / text.length();
      long bound = 16L * program.size();
      assertTrue(perPlace <= bound, perPlace + " steps per place, above " + bound);
    }
    assertTrue(perPlace > 0);
  }

  // @Rule("T2")
  @ParameterizedTest
  @CsvSource({"[ab]*a[ab]{30}c", "(?:[ab]{3}|[ab]{5}|a)*[ab]{40}c"})
  void an_automaton_that_explodes_keeps_to_its_memory(String pattern) {
    Program program = Program.of(Regex.parse(pattern));
    LazyAutomaton automaton = new LazyAutomaton(new Determinizer(program, Alphabet.of(program)));
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      text.append(random.nextBoolean() ? 'a' : 'b');
    }

    assertFalse(automaton.matches(text.toString()));
    assertTrue(automaton.matches(text.append("c").toString()));
    int width = Alphabet.of(program).size() + 1;
    assertTrue(automaton.nodes() <= LazyAutomaton.MAX_CELLS / width + 1, "" + automaton.nodes());
  }

  // @Rule("T2")
  @ParameterizedTest
  @CsvSource({"Q[0-9]*Z,Q1", "Q(?:.|\\n)*Z,Q", "(?:Q\\d)+Z,Q1"})
  void second_looks_keep_to_a_few_steps_per_character(String pattern, String pump) {
    Program program = Program.of(Regex.parse(pattern));
    int[] searches = new int[1];
    Beginnings.Cut cut = cutBehindFirst(program, searches);
    Beginnings beginnings = new Beginnings(List.of(cut), 1);
    SecondLooks looks = SecondLooks.after(List.of(new int[] {1}), beginnings, Budget.forSet());
    String text = pump.repeat(20_000 / pump.length());

    long standing = SecondLooks.begin(text.length());
    long given = standing;
    int looked = 0;
    for (int i = 0; i < text.length(); i += pump.length()) {
      standing = looks.look(text, i, 0, standing);
      looked++;
    }
    assertTrue(standing >= 0 && standing < given, () -> "steps were taken from " + given);
    assertTrue(given <= 4L * text.length() + 64, () -> "given " + given);
    assertTrue(looked > 1_000);
    boolean exhausted = standing == 0;
    assertFalse(looks.settle(text, standing));
    assertEquals(exhausted ? 1 : 0, searches[0], "the whole text is searched once at most");
    assertTrue(PatternSet.builder().regex(pattern).term("zzz").build().matchesAny(text + "Q1Z"));
  }

  private static Beginnings.Cut cutBehindFirst(Program program, int[] searches) {
    boolean[] behind = new boolean[program.size()];
    for (int pc = 0; pc < behind.length; pc++) {
      behind[pc] = program.operation(pc) == Program.CHARS && program.consumes(pc, 'Q');
    }
    Beginnings.Cut cut =
        Beginnings.Cut.of(0, program, Beginnings.Cut.nexts(program, behind), Budget.forSet());
    Detector counted =
        text -> {
          searches[0]++;
          return cut.whole().matches(text);
        };
    return new Beginnings.Cut(0, program, cut.nexts(), counted, cut.rests());
  }
}
