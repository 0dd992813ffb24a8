package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.governance4j.BoundPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.json.StrictJson;
import org.governance4j.tck.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random policies on random predictions, against an evaluator that follows the sentences of {@link
 * RulePolicyBuilder} one by one, without plan, table or order.
 */
class ReferenceTest {
  private static final int POLICIES = 600;
  private static final int PREDICTIONS = 50;
  private static final String[] NUMBERS = {
    "amount", "age", "confidence", "approve", "review", "deny"
  };
  private static final String[] TEXTS = {"model_name", "model_version", "label"};
  private static final List<String> SCORES = List.of("approve", "review", "deny");
  // "Aa" and "BB" have the same hash, and so have "AaAa", "AaBB", "BBAa" and "BBBB".
  private static final String[] WORDS = {
    "", "a", "b", "approve", "review", "Aa", "BB", "AaAa", "AaBB", "BBAa", "BBBB", "é", "a\u0000",
    "1", "[1]", "\"a\"", "aa b", "😀b"
  };
  private static final double[] LIMITS = {-1e300, -1, 0, 0.5, 0.7, 1, 3, 1e300};

  /** One rule, twice: how it is built and what it means. */
  private record Twin(RuleKind kind, Meaning meaning) {}

  /** Says what a rule finds, in order. */
  private interface Meaning {
    void find(Model.Values values, List<Found> found);
  }

  /** What must be found: where, and whether it is about something undefined. */
  private record Found(
      int rule, @Nullable String field, boolean undefined, double actual, double limit) {}

  @Test
  @Rule({"P5", "P6", "P12"})
  void plan_and_reference_agree_on_random_policies() {
    long fresh = System.nanoTime();
    int denied = 0;
    for (long seed : new long[] {20_260_101L, fresh}) {
      denied += run(seed);
    }
    assertTrue(denied > POLICIES, "too few predictions were denied: " + denied);
    assertTrue(denied < 2 * POLICIES * PREDICTIONS - POLICIES, "too few were allowed: " + denied);
  }

  @ParameterizedTest
  @EnumSource(RuleKind.class)
  void every_kind_is_compared(RuleKind kind) {
    SplittableRandom random = new SplittableRandom(1);
    Twin twin = rule(kind, "r", 0, RulePolicy.builder("one"), random);
    assertEquals(kind, twin.kind);
  }

  private static int run(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Prediction prediction = Model.SCHEMA.prediction();
    int denied = 0;
    for (int i = 0; i < POLICIES; i++) {
      RulePolicyBuilder builder = RulePolicy.builder("random");
      List<Twin> twins = new ArrayList<>();
      int rules = 1 + random.nextInt(5);
      for (int r = 0; r < rules; r++) {
        RuleKind kind = RuleKind.values()[random.nextInt(RuleKind.values().length)];
        twins.add(rule(kind, "rule-" + r, r, builder, random));
      }
      RulePolicy policy = builder.build();
      BoundPolicy bound = policy.bind(Model.SCHEMA);
      for (int p = 0; p < PREDICTIONS; p++) {
        Model.Values values = values(random);
        List<Found> expected = new ArrayList<>();
        twins.forEach(twin -> twin.meaning.find(values, expected));
        prediction.wrap(null, values.inputs, values.outputs, values.texts);
        Verdict verdict = bound.evaluate(values.withMissing(prediction));
        String where =
            "seed "
                + seed
                + ", policy "
                + i
                + ", prediction "
                + p
                + ": "
                + values
                + " under "
                + new String(policy.toJson(), java.nio.charset.StandardCharsets.UTF_8);
        compare(expected, verdict, where);
        denied += expected.isEmpty() ? 0 : 1;
      }
    }
    return denied;
  }

  private static void compare(List<Found> expected, Verdict verdict, String where) {
    if (expected.isEmpty()) {
      assertSame(Verdict.ALLOW, verdict, where);
      return;
    }
    assertTrue(verdict instanceof Verdict.Deny, where);
    Verdict.Deny deny = (Verdict.Deny) verdict;
    boolean undefined = expected.stream().allMatch(Found::undefined);
    assertEquals(
        undefined ? Verdict.Cause.UNDEFINED_INPUT : Verdict.Cause.POLICY, deny.cause(), where);
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < deny.violations().size(); i++) {
      Violation violation = deny.violations().get(i);
      boolean says =
          violation.message().endsWith(" is missing")
              || violation.message().endsWith(" is not a finite number");
      found.add(
          new Found(
              violation.ruleIndex(),
              violation.field(),
              says,
              violation.actual(),
              violation.limit()));
      assertEquals("rule-" + violation.ruleIndex(), violation.rule(), where);
    }
    assertEquals(expected.size(), found.size(), where);
    for (int i = 0; i < found.size(); i++) {
      double near = expected.get(i).actual;
      double actual = found.get(i).actual;
      // The last bit of a sum of three may differ from that of the exact sum.
      boolean same =
          Double.compare(near, actual) == 0 || Math.abs(near - actual) <= 1e-12 * Math.abs(near);
      assertTrue(same, where);
      Found at = found.get(i);
      assertEquals(
          expected.get(i), new Found(at.rule, at.field, at.undefined, near, at.limit), where);
    }
  }

  private static Twin rule(
      RuleKind kind, String id, int at, RulePolicyBuilder builder, SplittableRandom random) {
    double limit = pick(LIMITS, random);
    String number = NUMBERS[random.nextInt(NUMBERS.length)];
    String other = NUMBERS[(List.of(NUMBERS).indexOf(number) + 1 + random.nextInt(5)) % 6];
    String text = TEXTS[random.nextInt(TEXTS.length)];
    String by = TEXTS[(List.of(TEXTS).indexOf(text) + 1 + random.nextInt(2)) % 3];
    return switch (kind) {
      case FINITE -> {
        builder.finite(id, number, other);
        yield new Twin(
            kind,
            (values, found) -> {
              finite(values, at, number, found);
              finite(values, at, other, found);
            });
      }
      case AT_LEAST -> {
        builder.atLeast(id, number, limit);
        yield new Twin(kind, (values, found) -> atLeast(values, at, number, limit, found));
      }
      case RANGE -> {
        double max = limit + random.nextInt(3);
        builder.range(id, limit, max, number, other);
        yield new Twin(
            kind,
            (values, found) -> {
              for (String field : List.of(number, other)) {
                if (finite(values, at, field, found)) {
                  double value = values.number(field);
                  if (value < limit) {
                    found.add(new Found(at, field, false, value, limit));
                  }
                  if (value > max) {
                    found.add(new Found(at, field, false, value, max));
                  }
                }
              }
            });
      }
      case ALLOWED -> {
        List<String> list = words(random);
        builder.allowed(id, text, list.toArray(new String[0]));
        yield new Twin(
            kind,
            (values, found) -> {
              if (present(values, at, text, found) && !list.contains(values.text(text))) {
                found.add(new Found(at, text, false, Double.NaN, Double.NaN));
              }
            });
      }
      case ALLOWED_BY -> {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        words(random).forEach(key -> lists.put(key, words(random)));
        builder.allowedBy(id, text, by, lists);
        yield new Twin(
            kind,
            (values, found) -> {
              boolean judged = present(values, at, text, found);
              if (present(values, at, by, found)) {
                List<String> list = lists.get(values.text(by));
                if (list == null) {
                  found.add(new Found(at, by, false, Double.NaN, Double.NaN));
                } else if (judged && !list.contains(values.text(text))) {
                  found.add(new Found(at, text, false, Double.NaN, Double.NaN));
                }
              }
            });
      }
      case AT_LEAST_BY -> {
        List<Step> steps = new ArrayList<>();
        for (int i = LIMITS.length - 1; i >= 0; i--) {
          if (random.nextBoolean() || i == 3) {
            steps.add(new Step(LIMITS[i], pick(LIMITS, random)));
          }
        }
        builder.atLeastBy(id, number, other, steps, limit);
        yield new Twin(
            kind,
            (values, found) -> {
              boolean judged = finite(values, at, number, found);
              if (finite(values, at, other, found) && judged) {
                double least = limit;
                for (Step step : steps) {
                  if (values.number(other) > step.above()) {
                    least = step.limit();
                    break;
                  }
                }
                atLeast(values, at, number, least, found);
              }
            });
      }
      case REQUIRED -> {
        builder.required(id, number, text);
        yield new Twin(
            kind,
            (values, found) -> {
              if (!values.has(number)) {
                found.add(new Found(at, number, true, Double.NaN, Double.NaN));
              }
              present(values, at, text, found);
            });
      }
      case DENIED -> {
        List<String> list = words(random).subList(0, 1);
        builder.denied(id, text, list.get(0));
        yield new Twin(
            kind,
            (values, found) -> {
              if (present(values, at, text, found) && list.contains(values.text(text))) {
                found.add(new Found(at, text, false, Double.NaN, Double.NaN));
              }
            });
      }
      case RANGE_BY -> {
        Map<String, Interval> ranges = new LinkedHashMap<>();
        words(random)
            .forEach(word -> ranges.put(word, new Interval(limit, limit + random.nextInt(3))));
        Interval otherwise = random.nextBoolean() ? Interval.atMost(limit) : null;
        if (otherwise == null) {
          builder.rangeBy(id, number, text, ranges);
        } else {
          builder.rangeBy(id, number, text, ranges, otherwise);
        }
        yield new Twin(
            kind,
            (values, found) -> {
              boolean judged = finite(values, at, number, found);
              if (present(values, at, text, found)) {
                Interval range = ranges.getOrDefault(values.text(text), otherwise);
                if (range == null) {
                  found.add(new Found(at, text, false, Double.NaN, Double.NaN));
                } else if (judged) {
                  atLeast(values, at, number, range.min(), found);
                  double value = values.number(number);
                  if (value > range.max()) {
                    found.add(new Found(at, number, false, value, range.max()));
                  }
                }
              }
            });
      }
      case SUM -> {
        builder.sum(id, limit, 0.5, number, other);
        yield new Twin(
            kind,
            (values, found) -> {
              if (finite(values, at, number, found) & finite(values, at, other, found)) {
                // Exact, so that only the rounding of the engine's last step can differ.
                BigDecimal sum =
                    new BigDecimal(values.number(number)).add(new BigDecimal(values.number(other)));
                if (!(Math.abs(sum.doubleValue() - limit) <= 0.5)) {
                  found.add(new Found(at, null, false, sum.doubleValue(), limit));
                }
              }
            });
      }
      case MARGIN -> {
        double least = Math.abs(limit);
        builder.margin(id, least, "approve", "review", "deny");
        yield new Twin(
            kind,
            (values, found) -> {
              if (scores(values, at, found)) {
                double[] sorted = sorted(values);
                if (!(sorted[2] - sorted[1] >= least)) {
                  found.add(new Found(at, null, false, sorted[2] - sorted[1], least));
                }
              }
            });
      }
      case ENTROPY -> {
        builder.entropy(id, 1, "approve", "review", "deny");
        yield new Twin(
            kind,
            (values, found) -> {
              if (scores(values, at, found)) {
                double[] sorted = sorted(values);
                double sum = exact(sorted);
                double bits = 0;
                for (double p :
                    new double[] {
                      values.number("approve"), values.number("review"), values.number("deny")
                    }) {
                  bits += p == 0 ? 0 : -p * Math.log(p);
                }
                bits *= 1 / Math.log(2);
                if (sorted[0] < 0) {
                  found.add(new Found(at, null, false, sorted[0], 0));
                } else if (Math.abs(sum - 1) > 1e-3) {
                  found.add(new Found(at, null, false, sum, 1));
                } else if (bits > 1) {
                  found.add(new Found(at, null, false, bits, 1));
                }
              }
            });
      }
      case TOP_K -> {
        int k = 1 + random.nextInt(2);
        builder.topK(id, "label", k, "approve", "review", "deny");
        yield new Twin(
            kind,
            (values, found) -> {
              boolean labelled = present(values, at, "label", found);
              boolean numbers = scores(values, at, found);
              String label = values.text("label");
              if (labelled && !SCORES.contains(label)) {
                found.add(new Found(at, "label", false, Double.NaN, Double.NaN));
              } else if (labelled && numbers && values.number(label) < sorted(values)[3 - k]) {
                found.add(new Found(at, "label", false, Double.NaN, Double.NaN));
              }
            });
      }
      case MODEL -> {
        boolean listed = random.nextInt(4) > 0;
        builder.model(id, Map.of("credit-risk", List.of("2", listed ? "3" : "4")));
        yield new Twin(
            kind,
            (values, found) -> {
              if (!listed) {
                found.add(new Found(at, null, false, Double.NaN, Double.NaN));
              }
            });
      }
      case CONDITION -> {
        double bound = pick(LIMITS, random);
        builder.requireWhen(
            id, Condition.number(other, ">", bound), Condition.number(number, ">=", limit));
        yield new Twin(
            kind,
            (values, found) -> {
              if (finite(values, at, other, found) && values.number(other) > bound) {
                atLeast(values, at, number, limit, found);
              }
            });
      }
      case LENGTH -> {
        int min = random.nextInt(3);
        int max = min + random.nextInt(3);
        builder.length(id, min, max, text);
        yield new Twin(
            kind,
            (values, found) -> {
              if (present(values, at, text, found)) {
                long length = String.valueOf(values.text(text)).codePoints().count();
                if (length < min || length > max) {
                  found.add(new Found(at, text, false, length, length < min ? min : max));
                }
              }
            });
      }
      case TERMS -> {
        List<String> terms = words(random).stream().filter(word -> !word.isEmpty()).toList();
        boolean word = random.nextBoolean();
        List<String> list = terms.isEmpty() ? List.of("b") : terms;
        if (word) {
          builder.terms(id, list, text);
        } else {
          builder.substrings(id, list, text);
        }
        yield new Twin(
            kind,
            (values, found) -> {
              if (present(values, at, text, found)) {
                String in = String.valueOf(values.text(text));
                long hits = list.stream().filter(term -> holds(in, term, word)).count();
                for (int i = 0; i < hits; i++) {
                  found.add(new Found(at, text, false, Double.NaN, Double.NaN));
                }
              }
            });
      }
      case REGEX -> {
        RegexRule.Must must = RegexRule.Must.values()[random.nextInt(3)];
        Map<String, String> patterns = new LinkedHashMap<>();
        for (String pattern : List.of("[ab]+", "^A", "B$", "é|b", "(?i)aa", "a\\x00")) {
          if (random.nextBoolean() || pattern.equals("B$")) {
            patterns.put("name of " + pattern, pattern);
          }
        }
        switch (must) {
          case NOT_MATCH -> builder.mustNotMatch(id, patterns, text);
          case MATCH_ANY -> builder.mustMatchAny(id, patterns, text);
          case MATCH_ALL -> builder.mustMatchAll(id, patterns, text);
        }
        yield new Twin(
            kind,
            (values, found) -> {
              if (present(values, at, text, found)) {
                String in = String.valueOf(values.text(text));
                long hits =
                    patterns.values().stream()
                        .filter(p -> java.util.regex.Pattern.compile(p).matcher(in).find())
                        .count();
                long broken =
                    switch (must) {
                      case NOT_MATCH -> hits;
                      case MATCH_ANY -> hits == 0 ? 1 : 0;
                      case MATCH_ALL -> patterns.size() - hits;
                    };
                for (int i = 0; i < broken; i++) {
                  found.add(new Found(at, text, false, Double.NaN, Double.NaN));
                }
              }
            });
      }
      case JSON -> {
        builder.json(id, text, StrictJson.parse("{\"type\":[\"array\",\"integer\"]}"));
        yield new Twin(
            kind,
            (values, found) -> {
              if (present(values, at, text, found)
                  && !List.of("1", "[1]").contains(values.text(text))) {
                found.add(new Found(at, text, false, Double.NaN, Double.NaN));
              }
            });
      }
    };
  }

  /** Whether a term occurs, looked for place by place. */
  private static boolean holds(String text, String term, boolean word) {
    for (int i = 0; i + term.length() <= text.length(); i++) {
      int end = i + term.length();
      if (text.regionMatches(true, i, term, 0, term.length())
          && !(word && (joins(text, i) || joins(text, end)))) {
        return true;
      }
    }
    return false;
  }

  /** Whether letters or digits stand on both sides of a place. */
  private static boolean joins(String text, int place) {
    return place > 0
        && place < text.length()
        && Character.isLetterOrDigit(text.codePointBefore(place))
        && Character.isLetterOrDigit(text.codePointAt(place));
  }

  private static boolean scores(Model.Values values, int at, List<Found> found) {
    boolean all = true;
    for (String field : SCORES) {
      all &= finite(values, at, field, found);
    }
    return all;
  }

  private static double[] sorted(Model.Values values) {
    return SCORES.stream().mapToDouble(values::number).map(x -> x + 0.0).sorted().toArray();
  }

  private static double exact(double[] numbers) {
    BigDecimal sum = BigDecimal.ZERO;
    for (double number : numbers) {
      sum = sum.add(new BigDecimal(number));
    }
    return sum.doubleValue();
  }

  private static void atLeast(
      Model.Values values, int at, String field, double limit, List<Found> found) {
    if (finite(values, at, field, found) && values.number(field) < limit) {
      found.add(new Found(at, field, false, values.number(field), limit));
    }
  }

  private static boolean finite(Model.Values values, int at, String field, List<Found> found) {
    if (!values.has(field)) {
      found.add(new Found(at, field, true, Double.NaN, Double.NaN));
      return false;
    }
    double value = values.number(field);
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      found.add(new Found(at, field, true, value, Double.NaN));
      return false;
    }
    return true;
  }

  private static boolean present(Model.Values values, int at, String field, List<Found> found) {
    if (values.text(field) == null) {
      found.add(new Found(at, field, true, Double.NaN, Double.NaN));
      return false;
    }
    return true;
  }

  private static Model.Values values(SplittableRandom random) {
    Model.Values values = Model.values();
    for (String field : NUMBERS) {
      double limit = pick(LIMITS, random);
      values.set(
          field,
          switch (random.nextInt(24)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3, 4 -> Math.nextUp(limit);
            case 5, 6 -> Math.nextDown(limit);
            case 7, 8, 9 -> random.nextDouble(-2, 4);
            case 10 -> -0.0;
            default -> limit;
          });
    }
    if (random.nextInt(3) == 0) {
      double first = random.nextDouble();
      double second = random.nextBoolean() ? 0 : random.nextDouble(1 - first);
      values.set("approve", first).set("review", second).set("deny", 1 - first - second);
    }
    for (String field : TEXTS) {
      String word = WORDS[random.nextInt(WORDS.length)];
      values.set(field, random.nextInt(20) == 0 ? null : new String(word.toCharArray()));
    }
    if (random.nextInt(8) == 0) {
      values.missing(Model.SCHEMA.field(random.nextInt(Model.SCHEMA.size())).name());
    }
    return values;
  }

  private static List<String> words(SplittableRandom random) {
    List<String> words = new ArrayList<>();
    for (String word : WORDS) {
      if (random.nextInt(3) > 0) {
        words.add(word);
      }
    }
    return words.isEmpty() ? List.of("a") : words;
  }

  private static double pick(double[] values, SplittableRandom random) {
    return values[random.nextInt(values.length)];
  }
}
