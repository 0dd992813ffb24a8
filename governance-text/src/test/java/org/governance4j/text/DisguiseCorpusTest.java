package org.governance4j.text;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.governance4j.text.Disguises.Technique;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recall and false alarms on generated text, with every figure of a run printed. The rules of
 * plausibility were tuned with seed 1, which is not among those that are asserted.
 */
class DisguiseCorpusTest {

  private static final List<String> TERMS =
      List.of(
          "idiot",
          "stupid",
          "kill yourself",
          "worthless",
          "guaranteed profit",
          "password is",
          "social security",
          "hate you",
          "kill",
          "ass",
          "hell",
          "shit",
          "moron",
          "loser",
          "bomb",
          "bastard",
          "damn",
          "crap",
          "scum",
          "dumb",
          "fool",
          "trash",
          "creep",
          "ugly",
          "nasty",
          "thug",
          "suicide",
          "murder",
          "rape",
          "terrorist",
          "cocaine",
          "heroin",
          "gun",
          "poison",
          "scam",
          "fraud",
          "cheat",
          "liar",
          "pig",
          "die",
          "shut up",
          "get rich quick",
          "go to hell",
          "credit card number",
          "wire the money",
          "act now",
          "free money",
          "no risk",
          "buy now",
          "click here",
          "bank account",
          "self-harm",
          "bypass security",
          "drop dead",
          "inside trading",
          "insurance fraud");

  private static final int DISGUISED = 12_000;
  private static final int CLEAN = 12_000;

  /** How many there were of a kind, and how many were found. */
  private static final class Count {
    int all;
    int found;

    void add(boolean hit) {
      all++;
      found += hit ? 1 : 0;
    }

    double share() {
      return 100.0 * found / all;
    }

    @Override
    public String toString() {
      return String.format("%d of %d (%.2f %%)", found, all, share());
    }
  }

  private static final Pattern EXACT =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}_])(?:" + String.join("|", TERMS) + ")(?![\\p{L}\\p{N}_])",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private final DisguisedTerms terms = DisguisedTerms.wholeWords(TERMS);

  // @Rule("T14")
  @ParameterizedTest
  @ValueSource(longs = {20261121, 4711})
  void disguised_terms_are_found(long seed) {
    Random random = new Random(seed);
    Disguises disguises = new Disguises(random);
    CleanText clean = new CleanText(random);
    Count overall = new Count();
    Count places = new Count();
    Map<String, Count> byTechnique = new TreeMap<>();
    Map<String, List<String>> missed = new TreeMap<>();
    for (int i = 0; i < DISGUISED; i++) {
      int number = random.nextInt(TERMS.size());
      Technique[] all = Technique.values();
      Technique one = all[random.nextInt(all.length)];
      Technique two = random.nextBoolean() ? one : all[random.nextInt(all.length)];
      List<Technique> techniques = one == two ? List.of(one) : List.of(one, two);
      String disguised = disguises.disguise(TERMS.get(number).replace('-', ' '), techniques);
      String before = random.nextInt(8) == 0 ? "" : clean.words(1 + random.nextInt(5)) + " ";
      String[] ends = {"", ".", "!", ", ", "?", "\n"};
      String after =
          ends[random.nextInt(ends.length)]
              + (random.nextInt(8) == 0 ? "" : " " + clean.words(1 + random.nextInt(5)));
      String text = before + disguised + after;
      int start = before.length();
      int end = start + disguised.length();
      boolean found = false;
      boolean exact = false;
      for (TextMatch match : terms.findAll(text)) {
        boolean here = match.pattern() == number && match.start() < end && match.end() > start;
        found |= here;
        exact |= here && match.start() == start && match.end() == end;
      }
      assertTrue(!found || terms.matchesAny(text), () -> "seed " + seed + ": " + text);
      overall.add(found);
      if (found) {
        places.add(exact);
        if (!exact) {
          missed.computeIfAbsent("place", k -> new ArrayList<>()).add(text);
        }
      }
      String kind =
          techniques.size() == 1
              ? one.toString()
              : one.compareTo(two) < 0 ? one + "+" + two : two + "+" + one;
      byTechnique.computeIfAbsent(kind, k -> new Count()).add(found);
      for (Technique technique : techniques) {
        byTechnique.computeIfAbsent("* " + technique, k -> new Count()).add(found);
      }
      if (!found) {
        missed.computeIfAbsent(kind, k -> new ArrayList<>()).add(text);
      }
    }
    System.out.println("seed " + seed + ": found " + overall + ", exact places " + places);
    byTechnique.forEach((kind, count) -> System.out.println("  " + kind + ": " + count));
    if (Boolean.getBoolean("governance.text.show")) {
      missed.forEach(
          (kind, texts) ->
              texts.stream()
                  .limit(3)
                  .forEach(
                      t ->
                          System.out.println(
                              "  missed " + kind + ": " + t.replace('\n', '\u23CE'))));
    }
    assertTrue(overall.share() >= 95, () -> "seed " + seed + ": " + overall);
    byTechnique.forEach(
        (kind, count) ->
            assertTrue(
                !kind.startsWith("*") || count.share() >= 95,
                () -> "seed " + seed + ": " + kind + ": " + count));
    assertTrue(places.share() >= 99, () -> "seed " + seed + ": exact places " + places);
  }

  // @Rule("T15")
  @ParameterizedTest
  @ValueSource(longs = {20261121, 4711})
  void ordinary_text_gives_few_alarms_beyond_exact_matching(long seed) {
    CleanText clean = new CleanText(new Random(seed));
    Count alarms = new Count();
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < CLEAN; i++) {
      String text = clean.sentence();
      boolean alarm = terms.matchesAny(text) && !EXACT.matcher(text).find();
      alarms.add(alarm);
      if (alarm) {
        terms
            .findAll(text)
            .forEach(
                m ->
                    shown.add(
                        TERMS.get(m.pattern())
                            + " in "
                            + text.substring(m.start(), m.end())
                            + " of "
                            + text));
      }
    }
    System.out.println("seed " + seed + ": false alarms " + alarms);
    if (Boolean.getBoolean("governance.text.show")) {
      shown.stream().limit(60).forEach(System.out::println);
    }
    assertTrue(alarms.share() <= 1, () -> "seed " + seed + ": " + alarms);
  }
}
