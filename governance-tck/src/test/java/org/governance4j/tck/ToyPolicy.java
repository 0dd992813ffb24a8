package org.governance4j.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.governance4j.BoundPolicy;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.Obligation;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/** Demands a score of at least 0.5 and a label that is not empty, if the model has one. */
final class ToyPolicy implements OutputPolicy {

  enum Fault implements PlantedFault {
    NONE,
    INVENTS_FIELDS("P1"),
    IGNORES_TYPES("P2"),
    ALLOWS_WITH_OBLIGATIONS("P3", "P5", "P9"),
    GIVES_NO_REASON("P4"),
    LETS_MISSING_PASS("P5"),
    LETS_NON_FINITE_PASS("P6"),
    COUNTS_ITS_CALLS("P7", "P8", "P9"),
    KEEPS_THE_PREDICTION("P8", "P11"),
    CHANGES_THE_PREDICTION("P8"),
    SERVES_ONE_THREAD("P9"),
    NEW_REVISION_EACH_TIME("P10"),
    QUOTES_SENSITIVE_VALUES("P11");

    private final Set<String> breaks;

    Fault(String... breaks) {
      this.breaks = Set.of(breaks);
    }

    @Override
    public Set<String> breaks() {
      return breaks;
    }
  }

  private final Fault fault;

  ToyPolicy(Fault fault) {
    this.fault = fault;
  }

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public String revision() {
    return fault == Fault.NEW_REVISION_EACH_TIME ? UUID.randomUUID().toString() : "toy-1";
  }

  @Override
  public BoundPolicy bind(ModelSchema schema) {
    int score = schema.find("score");
    if (score < 0 && fault == Fault.INVENTS_FIELDS) {
      score = 0;
    }
    if (score < 0) {
      throw new PolicyInvalid("the schema has no field \"score\"");
    }
    if (!schema.field(score).numeric()) {
      if (fault == Fault.IGNORES_TYPES) {
        return OutputPolicy.allowAll().bind(schema);
      }
      throw new PolicyInvalid("the field \"score\" is not a number");
    }
    return new Bound(fault, schema, revision(), score, schema.find("label"));
  }

  private static final class Bound implements BoundPolicy {
    private final Fault fault;
    private final ModelSchema schema;
    private final String revision;
    private final int score;
    private final int label;
    private final OneThread thread = new OneThread();
    private final AtomicInteger calls = new AtomicInteger();

    Bound(Fault fault, ModelSchema schema, String revision, int score, int label) {
      this.fault = fault;
      this.schema = schema;
      this.revision = revision;
      this.score = score;
      this.label = label;
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
      if (fault == Fault.SERVES_ONE_THREAD) {
        thread.check();
      }
      List<Violation> violations = new ArrayList<>();
      if (!prediction.has(score)) {
        if (fault != Fault.LETS_MISSING_PASS) {
          violations.add(Violation.of("score", "score", "the score is missing"));
        }
      } else {
        judge(prediction, prediction.number(score), violations);
      }
      if (label >= 0 && "".equals(prediction.text(label))) {
        violations.add(text(prediction));
      }
      if (fault == Fault.CHANGES_THE_PREDICTION) {
        prediction.missing(schema.size() - 1);
      }
      if (!violations.isEmpty()) {
        return new Verdict.Deny(Verdict.Cause.POLICY, violations);
      }
      return fault == Fault.ALLOWS_WITH_OBLIGATIONS
          ? new Verdict.AllowWith(List.of(new Obligation(Obligation.Operation.MASK, "label", null)))
          : Verdict.ALLOW;
    }

    private void judge(Prediction prediction, double found, List<Violation> violations) {
      if (!Double.isFinite(found)) {
        if (fault != Fault.LETS_NON_FINITE_PASS) {
          violations.add(Violation.of("score", "score", "the score is not finite"));
        }
        return;
      }
      if (found < 0.5) {
        boolean tells = fault == Fault.QUOTES_SENSITIVE_VALUES || !field(score).sensitive();
        violations.add(
            new Violation(
                0,
                "score",
                "score",
                tells ? found : Double.NaN,
                0.5,
                null,
                violation -> message(prediction, violation)));
      }
    }

    private String message(Prediction prediction, Violation violation) {
      if (fault == Fault.GIVES_NO_REASON) {
        return " ";
      }
      if (fault == Fault.KEEPS_THE_PREDICTION) {
        return "the score is " + prediction.number(score);
      }
      if (fault == Fault.COUNTS_ITS_CALLS) {
        return "the score is too low for the " + calls.incrementAndGet() + ". time";
      }
      boolean quotes = fault == Fault.QUOTES_SENSITIVE_VALUES || !field(score).sensitive();
      return quotes ? "the score is " + violation.actual() : "the score is too low";
    }

    private Violation text(Prediction prediction) {
      @Nullable String found = field(label).sensitive() ? null : prediction.text(label);
      return new Violation(
          1, "label", "label", Double.NaN, Double.NaN, found, violation -> "the label is empty");
    }

    private Field field(int index) {
      return Objects.requireNonNull(schema.field(index));
    }
  }
}
