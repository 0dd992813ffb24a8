package org.governance4j.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.policy.RulePolicy;
import org.governance4j.policy.RulePolicyBuilder;
import org.governance4j.policy.Step;

/**
 * A credit model with many features: what its service holds in its arrays after each prediction,
 * and the rules for it, once as a policy and once as Java over typed fields.
 *
 * <p>All predictions pass all rules. Six rules are the common ones; ten add that every input is
 * finite, four features and the amount are in their ranges, and the channel is a known one.
 */
final class GuardedModel {

  /** How many predictions there are; a power of two. */
  static final int PREDICTIONS = 1024;

  private static final String[] CHANNELS = {"web", "branch", "partner"};

  final ModelSchema schema;
  final String[] ids = new String[PREDICTIONS];
  final double[][] inputs = new double[PREDICTIONS][];
  final double[][] outputs = new double[PREDICTIONS][];
  final String[][] texts = new String[PREDICTIONS][];
  final Typed[] typed = new Typed[PREDICTIONS];

  private final int rules;
  private final String[] features;

  /**
   * Makes the model and its predictions, the same ones each time.
   *
   * @param features how many numeric inputs, the amount first; at least 5
   * @param rules 6 or 10
   */
  GuardedModel(int features, int rules) {
    if (rules != 6 && rules != 10) {
      throw new IllegalArgumentException("rules must be 6 or 10: " + rules);
    }
    this.rules = rules;
    this.features = new String[features];
    List<Field> in = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      this.features[i] = i == 0 ? "amount" : "x" + i;
      in.add(Field.number(this.features[i]));
    }
    in.add(Field.category("model_name"));
    in.add(Field.category("model_version"));
    in.add(Field.category("channel"));
    schema =
        ModelSchema.of(
            "guarded",
            "1",
            in,
            List.of(
                Field.number("confidence"),
                Field.number("approve"),
                Field.number("review"),
                Field.number("deny"),
                Field.category("label")));
    SplittableRandom random = new SplittableRandom(20);
    CreditDecision[] decisions = CreditDecision.passing(PREDICTIONS);
    for (int i = 0; i < PREDICTIONS; i++) {
      CreditDecision decision = decisions[i];
      double[] x = new double[features];
      x[0] = decision.amount;
      for (int j = 1; j < features; j++) {
        x[j] = random.nextDouble(-3, 3);
      }
      double[] s = decision.scores;
      // Another object than the rule's own, as it is after deserialisation.
      String channel = new String(CHANNELS[random.nextInt(CHANNELS.length)].toCharArray());
      ids[i] = "request-" + i;
      inputs[i] = x;
      outputs[i] = new double[] {decision.confidence, s[0], s[1], s[2]};
      texts[i] = new String[] {decision.modelName, decision.modelVersion, channel, decision.label};
      typed[i] = new Typed(decision, x, channel);
    }
  }

  /** The rules as a policy. */
  RulePolicy policy() {
    RulePolicyBuilder policy =
        RulePolicy.builder("guarded")
            .finite("not_a_number", "confidence")
            .atLeast("low_confidence", "confidence", 0.7)
            .allowed("label_not_allowed", "label", "approve", "review", "deny")
            .range("score_out_of_range", 0, 1, "approve", "review", "deny")
            .allowedBy(
                "model_version",
                "model_version",
                "model_name",
                Map.of(
                    "credit-risk", List.of("3.2.0", "3.2.1", "3.3.0"), "churn", List.of("1.0.0")))
            .atLeastBy(
                "amount_threshold",
                "confidence",
                "amount",
                List.of(new Step(100_000, 0.95), new Step(10_000, 0.8)),
                0.7);
    if (rules == 10) {
      policy
          .finite("input_not_a_number", features)
          .range("feature_out_of_range", -6, 6, "x1", "x2", "x3", "x4")
          .atMost("amount_too_high", 1_000_000, "amount")
          .allowed("channel_not_allowed", "channel", CHANNELS);
    }
    return policy.build();
  }

  /** The same rules as straight-line Java. */
  Twin twin() {
    return new Twin(rules == 10);
  }

  /** A prediction as typed fields. */
  static final class Typed {
    final double confidence;
    final String label;
    final double[] scores;
    final String modelName;
    final String modelVersion;
    final double amount;
    final double[] features;
    final String channel;

    Typed(CreditDecision decision, double[] features, String channel) {
      this.confidence = decision.confidence;
      this.label = decision.label;
      this.scores = decision.scores;
      this.modelName = decision.modelName;
      this.modelVersion = decision.modelVersion;
      this.amount = decision.amount;
      this.features = features;
      this.channel = channel;
    }
  }

  /** The rules by hand: no dispatch, no boxing, sets built once. */
  static final class Twin {
    private final boolean ten;
    private final HashSet<String> labels = new HashSet<>(List.of("approve", "review", "deny"));
    private final HashSet<String> channels = new HashSet<>(List.of(CHANNELS));
    private final Map<String, HashSet<String>> versions =
        new HashMap<>(
            Map.of(
                "credit-risk", new HashSet<>(List.of("3.2.0", "3.2.1", "3.3.0")),
                "churn", new HashSet<>(List.of("1.0.0"))));

    private Twin(boolean ten) {
      this.ten = ten;
    }

    boolean allows(Typed p) {
      double confidence = p.confidence;
      if (!Double.isFinite(confidence) || !(confidence >= 0.7) || !labels.contains(p.label)) {
        return false;
      }
      for (double score : p.scores) {
        if (!(score >= 0 && score <= 1)) {
          return false;
        }
      }
      HashSet<String> allowed = versions.get(p.modelName);
      if (allowed == null || !allowed.contains(p.modelVersion)) {
        return false;
      }
      double amount = p.amount;
      double required = amount > 100_000 ? 0.95 : amount > 10_000 ? 0.8 : 0.7;
      if (!(confidence >= required)) {
        return false;
      }
      if (!ten) {
        return true;
      }
      double[] x = p.features;
      for (double value : x) {
        if (!Double.isFinite(value)) {
          return false;
        }
      }
      for (int i = 1; i <= 4; i++) {
        if (!(x[i] >= -6 && x[i] <= 6)) {
          return false;
        }
      }
      return amount <= 1_000_000 && channels.contains(p.channel);
    }
  }
}
