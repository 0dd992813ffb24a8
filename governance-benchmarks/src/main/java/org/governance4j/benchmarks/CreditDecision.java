package org.governance4j.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.policy.RulePolicy;
import org.governance4j.policy.RulePolicyBuilder;
import org.governance4j.policy.Step;

/** The model output that the common rule set judges, as typed fields. */
final class CreditDecision {
  static final ModelSchema SCHEMA =
      ModelSchema.of(
          "credit-risk",
          "3",
          List.of(
              Field.category("model_name"),
              Field.category("model_version"),
              Field.number("amount"),
              Field.number("age")),
          List.of(
              Field.number("confidence"),
              Field.number("approve"),
              Field.number("review"),
              Field.number("deny"),
              Field.category("label")));

  /** The same with the text that goes to the customer. */
  static final ModelSchema WITH_TEXT =
      ModelSchema.of(
          "credit-risk",
          "3",
          SCHEMA.inputs(),
          Stream.concat(SCHEMA.outputs().stream(), Stream.of(Field.text("output_text"))).toList());

  /** The length of every text. */
  static final int TEXT_LENGTH = 210;

  private static final String[] LABELS = {"approve", "review", "deny"};
  private static final String[] OTHER_LABELS = {"maybe", "refer", "unsure"};
  private static final String[] WORDS =
      ("Your application has been approved with the standard terms. The decision took into account"
              + " your income, your repayment history and the requested amount. You may contact our"
              + " support team at any time for details.")
          .split(" ");
  private static final String[][] MODELS = {
    {"credit-risk", "3.2.0"}, {"credit-risk", "3.2.1"}, {"credit-risk", "3.3.0"}, {"churn", "1.0.0"}
  };

  final double confidence;
  final String label;
  final double[] scores;
  final String modelName;
  final String modelVersion;
  final double amount;
  final String text;

  private CreditDecision(
      double confidence,
      String label,
      double[] scores,
      String modelName,
      String modelVersion,
      double amount,
      String text) {
    this.confidence = confidence;
    this.label = label;
    this.scores = scores;
    this.modelName = modelName;
    this.modelVersion = modelVersion;
    this.amount = amount;
    this.text = text;
  }

  /** Decisions that break none of the six rules; the same ones each time. */
  static CreditDecision[] passing(int count) {
    SplittableRandom random = new SplittableRandom(42);
    SplittableRandom words = new SplittableRandom(210);
    String[] labels = decoded(LABELS);
    String[][] models = new String[MODELS.length][];
    for (int i = 0; i < models.length; i++) {
      models[i] = decoded(MODELS[i]);
    }
    CreditDecision[] decisions = new CreditDecision[count];
    for (int i = 0; i < count; i++) {
      double amount = 100 * Math.pow(10_000, random.nextDouble());
      double least = amount > 100_000 ? 0.95 : amount > 10_000 ? 0.8 : 0.7;
      double confidence = random.nextDouble(least, 1);
      double second = (1 - confidence) * random.nextDouble();
      String[] model = models[random.nextInt(models.length)];
      decisions[i] =
          new CreditDecision(
              confidence,
              labels[random.nextInt(labels.length)],
              new double[] {confidence, second, 1 - confidence - second},
              model[0],
              model[1],
              amount,
              text(words));
    }
    return decisions;
  }

  /**
   * Decisions that break three of the rules, as the common example does: too low a confidence, for
   * any and for this amount, and an unknown label. Confidences have three decimals.
   */
  static CreditDecision[] failing(int count) {
    SplittableRandom random = new SplittableRandom(43);
    String[] labels = decoded(OTHER_LABELS);
    CreditDecision[] decisions = passing(count);
    for (int i = 0; i < count; i++) {
      CreditDecision passing = decisions[i];
      decisions[i] =
          new CreditDecision(
              random.nextInt(500, 700) / 1000.0,
              labels[random.nextInt(labels.length)],
              passing.scores,
              passing.modelName,
              passing.modelVersion,
              passing.amount,
              passing.text);
    }
    return decisions;
  }

  /** The same decision as the guard is given it. */
  Prediction prediction() {
    return SCHEMA
        .prediction()
        .wrap(
            null,
            new double[] {amount, 41},
            new double[] {confidence, scores[0], scores[1], scores[2]},
            modelName,
            modelVersion,
            label);
  }

  /** The same decision with its text, of {@link #WITH_TEXT}. */
  Prediction predictionWithText() {
    return WITH_TEXT
        .prediction()
        .wrap(
            null,
            new double[] {amount, 41},
            new double[] {confidence, scores[0], scores[1], scores[2]},
            modelName,
            modelVersion,
            label,
            text);
  }

  /** The same decision with another text. */
  CreditDecision withText(String other) {
    return new CreditDecision(confidence, label, scores, modelName, modelVersion, amount, other);
  }

  /** The same decision as the variables of an expression. */
  Map<String, Object> variables() {
    return Map.of(
        "confidence", confidence,
        "label", label,
        "approve", scores[0],
        "review", scores[1],
        "deny", scores[2],
        "model_name", modelName,
        "model_version", modelVersion,
        "amount", amount,
        "output_text", text);
  }

  /** The first six of the common rules. */
  static RulePolicy sixRules() {
    return numericRules().build();
  }

  /** All eight common rules, for {@link #WITH_TEXT}. */
  static RulePolicy eightRules() {
    return numericRules()
        .mustNotMatch(
            "pattern",
            Map.of(
                "iban", "\\b[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\\b",
                "ssn", "\\b[0-9]{3}-[0-9]{2}-[0-9]{4}\\b"),
            "output_text")
        .substrings(
            "blocked_term",
            List.of(
                "idiot",
                "stupid",
                "kill yourself",
                "worthless",
                "guaranteed profit",
                "password is",
                "social security",
                "hate you"),
            "output_text")
        .build();
  }

  private static RulePolicyBuilder numericRules() {
    return RulePolicy.builder("credit-output")
        .finite("not_a_number", "confidence")
        .atLeast("low_confidence", "confidence", 0.7)
        .allowed("label_not_allowed", "label", LABELS)
        .range("score_out_of_range", 0, 1, "approve", "review", "deny")
        .allowedBy(
            "model_version",
            "model_version",
            "model_name",
            Map.of("credit-risk", List.of("3.2.0", "3.2.1", "3.3.0"), "churn", List.of("1.0.0")))
        .atLeastBy(
            "amount_threshold",
            "confidence",
            "amount",
            List.of(new Step(100_000, 0.95), new Step(10_000, 0.8)),
            0.7);
  }

  /** Words of the common example's text, in another order, cut to the common length. */
  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder(TEXT_LENGTH + 16);
    while (text.length() < TEXT_LENGTH) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    }
    text.setLength(TEXT_LENGTH);
    return text.toString();
  }

  private static String[] decoded(String... texts) {
    String[] copies = new String[texts.length];
    for (int i = 0; i < texts.length; i++) {
      copies[i] = new String(texts[i].toCharArray());
    }
    return copies;
  }
}
