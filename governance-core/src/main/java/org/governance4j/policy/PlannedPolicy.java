package org.governance4j.policy;

import java.util.List;
import org.governance4j.BoundPolicy;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;

/**
 * Rules bound to a schema. The plan decides; only a prediction that it refuses is looked at again,
 * rule by rule and in the order of the file, to say everything that is wrong with it.
 */
final class PlannedPolicy implements BoundPolicy {
  private final ModelSchema schema;
  private final String revision;
  private final Plan plan;
  private final BoundRule[] rules;
  private final List<Rule> authored;

  PlannedPolicy(
      ModelSchema schema, String revision, Plan plan, BoundRule[] rules, List<Rule> authored) {
    this.schema = schema;
    this.revision = revision;
    this.plan = plan;
    this.rules = rules;
    this.authored = authored;
  }

  @Override
  public ModelSchema schema() {
    return schema;
  }

  @Override
  public String revision() {
    return revision;
  }

  @Override
  public Verdict evaluate(Prediction prediction) {
    return judge(prediction).verdict();
  }

  /** The verdict with what it was made of; allocates nothing if it allows. */
  Judged judge(Prediction prediction) {
    return plan.allows(prediction) ? Judged.ALLOWED : explain(prediction);
  }

  private Judged explain(Prediction prediction) {
    Verdict unaffordable = plan.refuse(prediction);
    if (unaffordable != null) {
      return new Judged(unaffordable, null); // explaining would scan the texts
    }
    Findings findings = new Findings();
    for (int i = 0; i < rules.length; i++) {
      rules[i].explain(prediction, findings);
      findings.endOf(authored.get(i).head());
    }
    return new Judged(findings.verdict(), findings);
  }
}
