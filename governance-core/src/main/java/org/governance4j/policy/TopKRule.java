package org.governance4j.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.json.JsonMembers;

/**
 * {@code top_k}: the number of the field that a label names is among the {@code k} largest: fewer
 * than {@code k} of the others are greater, so that equal numbers share the better place. A label
 * that names none of the fields is against the rule.
 *
 * @param field the label
 * @param scores the fields of the numbers
 */
record TopKRule(RuleHead head, String field, List<String> scores, int k) implements Rule {
  TopKRule {
    field = head.field("field", field);
    scores = ScoresRule.several(head, scores);
    if (k < 1 || k >= scores.size()) {
      throw head.refuse(
          "k must be 1 to " + (scores.size() - 1) + ", fewer than there are fields, found " + k);
    }
  }

  static Rule read(RuleHead head, JsonMembers members) {
    return new TopKRule(
        head,
        members.string("field"),
        members.strings("fields"),
        (int) members.integer("k", 1, RuleHead.MAX_VALUES));
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new TopKRule(newHead, field, scores, k);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.TOP_K;
  }

  @Override
  public List<String> fields() {
    List<String> fields = new ArrayList<>();
    fields.add(field);
    fields.addAll(scores);
    return fields;
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    return object
        .with("field", JsonValue.of(field))
        .with("fields", RuleFile.array(scores))
        .with("k", JsonValue.of((long) k));
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    List<BoundField> bound = binder.numbers(scores);
    Map<String, BoundField> table = new HashMap<>();
    bound.forEach(score -> table.put(score.name(), score));
    return new Bound(
        binder.citation(),
        binder.text(field),
        bound,
        ScoresRule.indices(bound),
        Map.copyOf(table),
        k);
  }

  private record Bound(
      Citation citation,
      BoundField field,
      List<BoundField> scores,
      int[] indices,
      Map<String, BoundField> table,
      int k)
      implements BoundRule, Check {
    @Override
    public void plan(Plan.Draft draft) {
      ScoresRule.plan(draft, indices, this);
    }

    @Override
    public boolean holds(Prediction prediction) {
      String label = prediction.text(field.index());
      if (label == null) {
        return false;
      }
      BoundField chosen = table.get(label);
      return chosen != null && greater(prediction, prediction.number(chosen.index())) < k;
    }

    private int greater(Prediction prediction, double score) {
      int greater = 0;
      for (int index : indices) {
        if (prediction.number(index) > score) {
          greater++;
        }
      }
      return greater;
    }

    @Override
    public void explain(Prediction prediction, Findings findings) {
      String label = prediction.text(field.index());
      if (label == null) {
        findings.undefined(citation.missing(field));
      }
      boolean numbers = citation.areNumbers(prediction, scores, findings);
      if (label == null) {
        return;
      }
      BoundField chosen = table.get(label);
      if (chosen == null) {
        findings.broken(
            citation.text(
                field,
                label,
                found ->
                    " names none of "
                        + Wording.list(scores.stream().map(BoundField::name).toList())));
      } else if (numbers && !holds(prediction)) {
        findings.broken(
            citation.text(
                field, label, found -> " is not among the " + k + " with the largest scores"));
      }
    }
  }
}
