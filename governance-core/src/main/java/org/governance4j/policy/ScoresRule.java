package org.governance4j.policy;

import java.util.List;

/** What rules about several numbers taken together have in common. */
final class ScoresRule {
  private ScoresRule() {}

  /** The names, at least two. */
  static List<String> several(RuleHead head, List<String> fields) {
    List<String> copy = head.fields(fields);
    if (copy.size() < 2) {
      throw head.refuse("fields must list at least 2 fields, found " + copy.size());
    }
    return copy;
  }

  static int[] indices(List<BoundField> fields) {
    return fields.stream().mapToInt(BoundField::index).toArray();
  }

  /** Asks for finite numbers, then for the condition. */
  static void plan(Plan.Draft draft, int[] fields, Check check) {
    for (int field : fields) {
      draft.range(field, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
    draft.check(check);
  }
}
