package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.json.JsonMembers;

/**
 * {@code entropy}: the numbers are a probability distribution whose Shannon entropy in bits, −Σ p
 * log₂ p with 0 log₂ 0 = 0, is at most the bound (Shannon, A Mathematical Theory of Communication,
 * 1948, section 6). Numbers below 0, or that add up to something else than 1, are against the rule.
 */
record EntropyRule(RuleHead head, List<String> fields, double max) implements Rule {
  /** How far the sum may be from 1: more than the rounding of a softmax in half precision. */
  static final double TOLERANCE = 1e-3;

  EntropyRule {
    fields = ScoresRule.several(head, fields);
    max = head.limit("max", max);
    if (max < 0) {
      throw head.refuse("max must be at least 0 bits, found " + Wording.number(max));
    }
  }

  static Rule read(RuleHead head, JsonMembers members) {
    return new EntropyRule(head, members.strings("fields"), members.number("max"));
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new EntropyRule(newHead, fields, max);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.ENTROPY;
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    return object.with("fields", RuleFile.array(fields)).with("max", JsonValue.of(max));
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    List<BoundField> bound = binder.numbers(fields);
    return new Bound(binder.citation(), bound, ScoresRule.indices(bound), max);
  }

  private record Bound(Citation citation, List<BoundField> fields, int[] indices, double max)
      implements BoundRule, Check {
    private static final double BITS = 1 / Math.log(2);

    @Override
    public void plan(Plan.Draft draft) {
      ScoresRule.plan(draft, indices, this);
    }

    /** NaN if a number is negative. */
    private double entropy(Prediction prediction) {
      double nats = 0;
      for (int index : indices) {
        double p = prediction.number(index);
        if (p < 0) {
          return Double.NaN;
        }
        if (p > 0) {
          nats -= p * Math.log(p);
        }
      }
      return nats * BITS;
    }

    private boolean addsUp(Prediction prediction) {
      return Math.abs(Sum.of(prediction, indices) - 1) <= TOLERANCE;
    }

    @Override
    public boolean holds(Prediction prediction) {
      return addsUp(prediction) && entropy(prediction) <= max;
    }

    @Override
    public void explain(Prediction prediction, Findings findings) {
      if (!citation.areNumbers(prediction, fields, findings) || holds(prediction)) {
        return;
      }
      double entropy = entropy(prediction);
      if (Double.isNaN(entropy)) {
        findings.broken(
            citation.several(
                "the least", fields, least(prediction), 0, ", but a probability is at least 0"));
      } else if (!addsUp(prediction)) {
        findings.broken(
            citation.several(
                "the sum",
                fields,
                Sum.of(prediction, indices),
                1,
                ", but that of a distribution is 1"));
      } else {
        findings.broken(
            citation.several(
                "the entropy", fields, entropy, max, " is above " + Wording.number(max) + " bits"));
      }
    }

    private double least(Prediction prediction) {
      double least = Double.POSITIVE_INFINITY;
      for (int index : indices) {
        least = Math.min(least, prediction.number(index));
      }
      return least;
    }
  }
}
