package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/** Rules with windows over them: the rules judge first, and a window makes nothing milder. */
final class CountingPolicy implements WindowedPolicy {
  private final PlannedPolicy rules;
  private final BoundWindow[] windows;
  private final List<WindowRule> authored;
  private final LongSupplier nanos;

  CountingPolicy(
      PlannedPolicy rules, BoundWindow[] windows, List<WindowRule> authored, LongSupplier nanos) {
    this.rules = rules;
    this.windows = windows;
    this.authored = authored;
    this.nanos = nanos;
  }

  @Override
  public ModelSchema schema() {
    return rules.schema();
  }

  @Override
  public String revision() {
    return rules.revision();
  }

  @Override
  public Verdict evaluate(Prediction prediction) {
    Judged judged = rules.judge(prediction);
    long now = nanos.getAsLong();
    Overruling overruling = null;
    for (int i = 0; i < windows.length; i++) {
      Violation violation = windows[i].judge(prediction, judged, now);
      if (violation != null) {
        overruling = overruling == null ? new Overruling() : overruling;
        if (windows[i].lacking(prediction) != null) {
          overruling.undefined(violation);
        } else {
          overruling.broken(violation, authored.get(i).head().effect());
        }
      }
    }
    return overruling == null ? judged.verdict() : overruling.over(judged.verdict());
  }

  @Override
  public List<WindowReading> readings() {
    long now = nanos.getAsLong();
    List<WindowReading> readings = new ArrayList<>();
    for (BoundWindow window : windows) {
      window.read(now, readings);
    }
    return List.copyOf(readings);
  }

  /** What the windows found about one prediction. */
  private static final class Overruling {
    private final List<Violation> violations = new ArrayList<>();
    private boolean denied;
    private boolean undefined;

    void broken(Violation violation, Effect effect) {
      violations.add(violation);
      denied |= effect == Effect.DENY;
    }

    void undefined(Violation violation) {
      violations.add(violation);
      undefined = true;
    }

    /** The verdict of the rules and the windows together, which is never milder than the rules'. */
    Verdict over(Verdict verdict) {
      List<Violation> all = new ArrayList<>(of(verdict));
      all.addAll(violations);
      Verdict.@Nullable Cause cause = cause(verdict);
      return cause == null ? new Verdict.Escalate(all) : new Verdict.Deny(cause, all);
    }

    private Verdict.@Nullable Cause cause(Verdict verdict) {
      if (verdict instanceof Verdict.Deny deny) {
        boolean graver = denied && deny.cause() == Verdict.Cause.UNDEFINED_INPUT;
        return graver ? Verdict.Cause.POLICY : deny.cause();
      }
      if (denied) {
        return Verdict.Cause.POLICY;
      }
      return undefined ? Verdict.Cause.UNDEFINED_INPUT : null;
    }

    private static List<Violation> of(Verdict verdict) {
      if (verdict instanceof Verdict.Deny deny) {
        return deny.violations();
      }
      return verdict instanceof Verdict.Escalate escalate ? escalate.violations() : List.of();
    }
  }
}
