package org.governance4j.policy;

import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.Verdict;

/** How the verdicts of a composition's members become one. Immutable. */
interface Combination {
  /** Everybody is asked, the strictest holds. */
  Combination ALL_OF =
      new Combination() {
        @Override
        public Verdict judge(Member[] members, Prediction prediction) {
          return strictest(members, prediction, false);
        }

        @Override
        public JsonValue.Obj describe() {
          return kind("all_of");
        }
      };

  /** The first denial holds. */
  Combination FIRST_DENY =
      new Combination() {
        @Override
        public Verdict judge(Member[] members, Prediction prediction) {
          return strictest(members, prediction, true);
        }

        @Override
        public JsonValue.Obj describe() {
          return kind("first_deny");
        }
      };

  /** The verdict of all; allocates nothing when all allow. */
  Verdict judge(Member[] members, Prediction prediction);

  /** What tells this combination from any other. */
  JsonValue.Obj describe();

  /** The beginning of a description. */
  static JsonValue.Obj kind(String word) {
    return JsonValue.object().with("kind", JsonValue.of(word));
  }

  private static Verdict strictest(Member[] members, Prediction prediction, boolean stop) {
    for (int i = 0; i < members.length; i++) {
      Verdict verdict = members[i].judge(prediction);
      if (verdict != Verdict.ALLOW) {
        return gather(members, i, verdict, prediction, stop);
      }
    }
    return Verdict.ALLOW;
  }

  /** Apart, so that the loop above stays small: most predictions end there. */
  private static Verdict gather(
      Member[] members, int from, Verdict first, Prediction prediction, boolean stop) {
    Gathering found = new Gathering();
    Verdict verdict = first;
    for (int i = from; ; verdict = members[i].judge(prediction)) {
      Member member = members[i];
      if (verdict instanceof Verdict.Deny deny && (stop || member.isError(verdict))) {
        return member.within(deny);
      }
      found.add(member, verdict);
      if (++i == members.length) {
        return found.verdict();
      }
    }
  }
}
