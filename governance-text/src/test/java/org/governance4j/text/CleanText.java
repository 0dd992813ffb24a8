package org.governance4j.text;

import java.util.List;
import java.util.Random;

/** Ordinary prose without blocked terms, with what is easily taken for one. */
final class CleanText {

  private static final String[] PLAIN =
      ("the a I of and to in is was that it he for on are with as his they at be this from have or"
              + " by one had not but what all were when we there can an your which their said if do"
              + " will each about how up out them then she many some so these would other into has"
              + " more her two like him see time could no make than first been its who now people"
              + " my made over did down only way find use may water long little very after words"
              + " called just where most know report meeting quarter customer invoice account policy")
          .split(" ");

  private static final String[] TREACHEROUS =
      ("class assess bass grass glass pass assign assume asset embassy passage hello shell he'll"
              + " shelf help held skill skilled kiln kilt kilo Kilian Scunthorpe therapist analysis"
              + " analyst cocktail peacock Essex Sussex sextant idiom idiotically stupor stupendous"
              + " studio stupefy worth worthily worthlessly hateful hater chat whatever shade"
              + " shitake mishit title dictionary country discount circumstance document cucumber"
              + " Dickens Dickensian Hancock Hitchcock Penistone Lightwater basement damnation"
              + " condemned amass crass brass harass lass sass tasse asses grape drape trapeze"
              + " scrape skyscraper bomber bombastic spamming gunner begun shotgun drugstore"
              + " druggist killer overkill painkiller buttress rebuttal butter button loser-friendly"
              + " closer looser boozer moron-like moronic oxymoron creepy discreet decree scumble"
              + " trashy crappie scrap rapper hated suicidal pigment spigot dumber succumb fool's"
              + " foolscap tomfoolery nastily dynasty liars familiar bastion cheater cheaters die-hard"
              + " diet audience died ugliness thugs hugly weirdo's scam-free scamper poisonous")
          .split(" ");

  private static final String[] FOREIGN =
      ("Straße Größe Maß Gläser Fuß müssen heißen Flüsse Kilogramm Erlös Äpfel schön Öl über"
              + " français élève garçon déjà où être hélas forêt naïve cœur œuvre Noël château assez"
              + " zażółć gęślą jaźń łódź świętość kiła pięć idę się źródło żółw mąż państwo klasa"
              + " señor niño idióma piñata mañana às português coração ação Ångström smørbrød hjälp"
              + " привет слово класс помощь мир όχι καλά λόγος idiomas dumm Hass Hellas Kasse Masse")
          .split(" ");

  private static final String[] SHAPES = {
    "1055",
    "455",
    "A55",
    "B1057",
    "0x1d107",
    "5/7/2024",
    "2024-05-11",
    "10:30",
    "$455",
    "5,50 \u20AC",
    "+49 711 455",
    "#4551",
    "v1.0.7",
    "S3-K1",
    "H311",
    "4551GN",
    "X-55A",
    "1d",
    "5h",
    "K11",
    "50%",
    "1,055.00",
    "ISO-8859-1",
    "UTF-8",
    "e.g.",
    "i.e.",
    "a.m.",
    "U.S.A.",
    "Ph.D.",
    "J. F. K.",
    "J.R.R. Tolkien",
    "A. S. Byatt",
    "D. I. E.",
    "H. G. Wells",
    "a) b) c)",
    "x + y = z",
    "i = 1; i++",
    "a[i] | b[1]",
    "T A B L E",
    "C H A P T E R",
    "c l a s s",
    "a s s i g n",
    "s k i l l s",
    "h e l l o",
    "N O T E",
    "sooo",
    "Nooooo",
    "ahhh",
    "hmmm",
    "!!!",
    "?!",
    "...",
    "--",
    "(a|b)",
    "https://example.org/class/455",
    "info@example.org",
    "C:\\data\\ass1",
    "as_set",
    "pass-through",
    "e-mail",
    "well-known",
    "co-operate",
    "A/B",
    "and/or",
    "w/o",
    "Q3/Q4",
    "3D",
    "R2-D2",
    "7-Eleven",
    "4th",
    "1st",
    "20\u00B0C",
    "5\u00D74",
    "\u00A9 2024",
    "\u00AE",
    "\u2122",
    "\u2026",
    "\u2014",
    "\uD83D\uDE00",
    "a, b, c",
    "i, ii, iii, iv",
    "A - B - C",
    "s/he",
    "D-I-Y",
    "Q & A",
    "p < 0.05",
    "n = 455",
    "IBAN DE89 3704 0044 0532 0130 00",
    "A5 S5",
    "1 5 7 0",
    "4 5 5",
    "k 1 1",
    "D1E5",
    "G0D5"
  };

  private final Random random;

  CleanText(Random random) {
    this.random = random;
  }

  static List<String> vocabulary() {
    return List.of(TREACHEROUS);
  }

  /** One to three words of the plain vocabulary. */
  String words(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(PLAIN[random.nextInt(PLAIN.length)]);
    }
    return text.toString();
  }

  /** A sentence of 6 to 15 parts. */
  String sentence() {
    StringBuilder text = new StringBuilder();
    int parts = 6 + random.nextInt(10);
    for (int i = 0; i < parts; i++) {
      if (i > 0) {
        String[] between = {
          " ", " ", " ", " ", " ", " ", ", ", ". ", "! ", "? ", " - ", "\n", ": "
        };
        text.append(between[random.nextInt(between.length)]);
      }
      String part =
          switch (random.nextInt(10)) {
            case 0, 1, 2 -> TREACHEROUS[random.nextInt(TREACHEROUS.length)];
            case 3 -> FOREIGN[random.nextInt(FOREIGN.length)];
            case 4 -> SHAPES[random.nextInt(SHAPES.length)];
            case 5 -> code();
            default -> PLAIN[random.nextInt(PLAIN.length)];
          };
      text.append(random.nextInt(12) == 0 ? part.toUpperCase(java.util.Locale.ROOT) : part);
    }
    return text.append('.').toString();
  }

  /** A number, a date or a code at random. */
  private String code() {
    return switch (random.nextInt(4)) {
      case 0 -> String.valueOf(random.nextInt(100_000));
      case 1 ->
          (1 + random.nextInt(28)) + "." + (1 + random.nextInt(12)) + "." + random.nextInt(100);
      case 2 -> letters(1 + random.nextInt(2)) + random.nextInt(10_000);
      default -> letters(1) + random.nextInt(1_000) + letters(1 + random.nextInt(2));
    };
  }

  private String letters(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append((char) ('A' + random.nextInt(26)));
    }
    return text.toString();
  }
}
