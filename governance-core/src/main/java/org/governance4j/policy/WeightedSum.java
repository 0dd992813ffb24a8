package org.governance4j.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;

/**
 * Members that object add their weights. Weights are kept as whole numbers of 10⁻⁹, so that sums
 * are exact; the greatest, of 256 members with 10⁶ each, is 2.56 · 10¹⁷ and fits a long.
 */
final class WeightedSum implements Combination {
  private static final int DECIMALS = 9;

  private final long[] weights;
  private final long escalateFrom;
  private final long denyFrom;

  private WeightedSum(long[] weights, long escalateFrom, long denyFrom) {
    this.weights = weights;
    this.escalateFrom = escalateFrom;
    this.denyFrom = denyFrom;
  }

  static OutputPolicy compose(
      String name, double escalateFrom, double denyFrom, List<Policies.Weighted> members) {
    String place = "policy " + Wording.quote(name) + ": ";
    Composition.requireCount(name, members.size());
    List<OutputPolicy> policies = new ArrayList<>();
    long[] weights = new long[members.size()];
    long all = 0;
    for (int i = 0; i < weights.length; i++) {
      Policies.Weighted member = members.get(i);
      policies.add(member.policy());
      String what = place + "the weight of " + Wording.quote(member.policy().name());
      weights[i] = units(what, member.weight(), Policies.MAX_WEIGHT);
      all += weights[i];
    }
    double greatest = Policies.MAX_WEIGHT * Policies.MAX_MEMBERS;
    long deny = units(place + "the sum that denies", denyFrom, greatest);
    long escalate = units(place + "the sum that escalates", escalateFrom, greatest);
    if (deny > all) {
      throw new PolicyInvalid(
          place + "the sum that denies is " + number(deny) + ", all weights are " + number(all));
    }
    if (escalate > deny) {
      throw new PolicyInvalid(
          place
              + "the sum that escalates is "
              + number(escalate)
              + ", above the sum that denies, "
              + number(deny));
    }
    return new Composition(name, policies, new WeightedSum(weights, escalate, deny));
  }

  @Override
  public Verdict judge(Member[] members, Prediction prediction) {
    long sum = 0;
    Gathering found = null;
    for (int i = 0; i < members.length; i++) {
      Member member = members[i];
      Verdict verdict = member.judge(prediction);
      if (verdict == Verdict.ALLOW) {
        continue;
      }
      if (verdict instanceof Verdict.Deny deny && deny.cause() != Verdict.Cause.POLICY) {
        return member.within(deny);
      }
      if (!(verdict instanceof Verdict.AllowWith)) {
        sum += weights[i];
      }
      found = found == null ? new Gathering() : found;
      found.add(member, verdict);
    }
    return found == null ? Verdict.ALLOW : decide(sum, found);
  }

  @Override
  public JsonValue.Obj describe() {
    List<JsonValue> list = new ArrayList<>();
    for (long weight : weights) {
      list.add(JsonValue.of(number(weight)));
    }
    return Combination.kind("weighted")
        .with("escalateFrom", JsonValue.of(number(escalateFrom)))
        .with("denyFrom", JsonValue.of(number(denyFrom)))
        .with("weights", new JsonValue.Arr(list));
  }

  private Verdict decide(long sum, Gathering found) {
    if (sum < escalateFrom) {
      return found.release();
    }
    boolean denies = sum >= denyFrom;
    long limit = denies ? denyFrom : escalateFrom;
    List<Violation> violations = new ArrayList<>();
    violations.add(reached(sum, limit));
    violations.addAll(found.violations());
    return denies
        ? new Verdict.Deny(Verdict.Cause.POLICY, violations)
        : new Verdict.Escalate(violations);
  }

  private static Violation reached(long sum, long limit) {
    return new Violation(
        0,
        "weight",
        null,
        new BigDecimal(number(sum)).doubleValue(),
        new BigDecimal(number(limit)).doubleValue(),
        null,
        violation ->
            "the weights of the policies that object add up to "
                + number(sum)
                + ", the limit is "
                + number(limit));
  }

  private static long units(String what, double value, double greatest) {
    if (!(value > 0 && value <= greatest)) {
      throw new PolicyInvalid(
          what + " must be greater than 0 and at most " + greatest + ", found " + value);
    }
    BigDecimal exact = BigDecimal.valueOf(value).movePointRight(DECIMALS).stripTrailingZeros();
    if (exact.scale() > 0) {
      throw new PolicyInvalid(what + " must have at most 9 decimals, found " + value);
    }
    return exact.longValueExact();
  }

  private static String number(long units) {
    return BigDecimal.valueOf(units, DECIMALS).stripTrailingZeros().toPlainString();
  }
}
