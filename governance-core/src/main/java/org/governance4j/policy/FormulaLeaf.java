package org.governance4j.policy;

import java.util.List;
import java.util.Set;
import org.governance4j.Prediction;
import org.governance4j.Violation;

/** A comparison of a {@link Formula}: what makes it undefined, and what it says otherwise. */
sealed interface FormulaLeaf extends Formula {

  /** The fields that must have a value, and if it is a number a finite one. */
  List<BoundField> needed();

  /** Whether it holds for a prediction that has what is {@link #needed}. */
  boolean holds(Prediction prediction);

  /** What to say if it doesn't. */
  Violation broken(Prediction prediction, Citation citation);

  @Override
  default Truth truth(Prediction prediction) {
    for (BoundField field : needed()) {
      if (!defined(field, prediction)) {
        return Truth.UNDEFINED;
      }
    }
    return holds(prediction) ? Truth.TRUE : Truth.FALSE;
  }

  @Override
  default void undefined(Prediction prediction, Set<BoundField> fields) {
    for (BoundField field : needed()) {
      if (!defined(field, prediction)) {
        fields.add(field);
      }
    }
  }

  @Override
  default void whyFalse(Prediction prediction, Citation citation, List<Violation> found) {
    found.add(broken(prediction, citation));
  }

  private static boolean defined(BoundField field, Prediction prediction) {
    int index = field.index();
    return prediction.has(index)
        && (index >= prediction.schema().numbers() || Double.isFinite(prediction.number(index)));
  }

  /** The comparison, or its opposite. */
  static FormulaLeaf of(Conditions.Comparison leaf, boolean negated, RuleBinder binder) {
    if (leaf instanceof Conditions.Number number) {
      return new Number(
          binder.number(number.field()), operator(number.op(), negated), number.value());
    }
    if (leaf instanceof Conditions.Text text) {
      return new Listed(
          binder.text(text.field()),
          (operator(text.op(), negated) == Operator.EQUAL),
          List.of(text.value()),
          new TextSet(List.of(text.value())));
    }
    if (leaf instanceof Conditions.In in) {
      return new Listed(binder.text(in.field()), !negated, in.values(), new TextSet(in.values()));
    }
    if (leaf instanceof Conditions.Present present) {
      return new Present(binder.any(present.field()), present.present() != negated);
    }
    Conditions.Fields fields = (Conditions.Fields) leaf;
    Operator op = operator(fields.op(), negated);
    if (binder.isText(fields.field())) {
      if (op != Operator.EQUAL && op != Operator.UNEQUAL) {
        throw binder.refuse(
            "strings can be compared with "
                + Operator.equalities()
                + " only, found "
                + Wording.quote(fields.op())
                + " for field "
                + Wording.quote(fields.field()));
      }
      return new Same(binder.text(fields.field()), op, binder.text(fields.other()));
    }
    return new Pair(binder.number(fields.field()), op, binder.number(fields.other()));
  }

  private static Operator operator(String word, boolean negated) {
    Operator operator = Operator.of(word);
    return negated ? operator.negated() : operator;
  }

  /** A number against a limit. */
  record Number(BoundField field, Operator op, double value) implements FormulaLeaf {

    @Override
    public List<BoundField> needed() {
      return List.of(field);
    }

    @Override
    public boolean holds(Prediction prediction) {
      return op.holds(prediction.number(field.index()), value);
    }

    @Override
    public Branch definitely(Branch yes, Branch no) {
      double max = Double.MAX_VALUE;
      return switch (op) {
        case LESS -> within(-max, Math.nextDown(value), yes, no);
        case AT_MOST -> within(-max, value, yes, no);
        case GREATER -> within(Math.nextUp(value), max, yes, no);
        case AT_LEAST -> within(value, max, yes, no);
        case EQUAL -> within(value, value, yes, no);
        case UNEQUAL ->
            within(-max, Math.nextDown(value), yes, within(Math.nextUp(value), max, yes, no));
      };
    }

    private Branch within(double low, double high, Branch yes, Branch no) {
      return Branch.within(field.index(), low, high, yes, no);
    }

    @Override
    public Violation broken(Prediction prediction, Citation citation) {
      double actual = prediction.number(field.index());
      if (field.sensitive() && op == Operator.UNEQUAL) {
        // The limit is the value.
        return citation.number(
            field, actual, Double.NaN, found -> " is the number that it must not be");
      }
      return citation.number(
          field,
          actual,
          value,
          found -> " is not " + op.word() + " " + Wording.number(found.limit()));
    }
  }

  /** A string that is in a set, or is not. */
  record Listed(BoundField field, boolean inside, List<String> values, TextSet set)
      implements FormulaLeaf {

    @Override
    public List<BoundField> needed() {
      return List.of(field);
    }

    @Override
    public boolean holds(Prediction prediction) {
      String text = prediction.text(field.index());
      return text != null && set.contains(text) == inside;
    }

    @Override
    public Branch definitely(Branch yes, Branch no) {
      return Branch.listed(
          inside ? Branch.Test.LISTED : Branch.Test.UNLISTED, field.index(), set, yes, no);
    }

    @Override
    public Violation broken(Prediction prediction, Citation citation) {
      String actual = String.valueOf(prediction.text(field.index()));
      if (!inside && field.sensitive()) {
        return citation.text(field, actual, found -> " is a value that it must not be");
      }
      return citation.text(
          field,
          actual,
          found -> (inside ? " is not one of " : " is one of ") + Wording.list(values));
    }
  }

  /** A number against another. */
  record Pair(BoundField field, Operator op, BoundField other) implements FormulaLeaf {

    @Override
    public List<BoundField> needed() {
      return List.of(field, other);
    }

    @Override
    public boolean holds(Prediction prediction) {
      return op.holds(prediction.number(field.index()), prediction.number(other.index()));
    }

    @Override
    public Branch definitely(Branch yes, Branch no) {
      int a = field.index();
      int b = other.index();
      return switch (op) {
        case LESS -> Branch.pair(Branch.Test.LESS, a, b, yes, no);
        case AT_MOST -> Branch.pair(Branch.Test.AT_MOST, a, b, yes, no);
        case GREATER -> Branch.pair(Branch.Test.LESS, b, a, yes, no);
        case AT_LEAST -> Branch.pair(Branch.Test.AT_MOST, b, a, yes, no);
        case EQUAL -> Branch.pair(Branch.Test.EQUAL, a, b, yes, no);
        case UNEQUAL -> Branch.pair(Branch.Test.UNEQUAL, a, b, yes, no);
      };
    }

    @Override
    public Violation broken(Prediction prediction, Citation citation) {
      // Either value says something about the other one.
      boolean withheld = field.sensitive() || other.sensitive();
      return citation.number(
          new BoundField(field.index(), field.name(), withheld),
          prediction.number(field.index()),
          withheld ? Double.NaN : prediction.number(other.index()),
          found ->
              " is not "
                  + op.word()
                  + " "
                  + other.name()
                  + (withheld ? " (withheld)" : " " + Wording.number(found.limit())));
    }
  }

  /** A string against another. */
  record Same(BoundField field, Operator op, BoundField other) implements FormulaLeaf {

    @Override
    public List<BoundField> needed() {
      return List.of(field, other);
    }

    @Override
    public boolean holds(Prediction prediction) {
      String left = prediction.text(field.index());
      return left != null && left.equals(prediction.text(other.index())) == (op == Operator.EQUAL);
    }

    @Override
    public Branch definitely(Branch yes, Branch no) {
      return Branch.pair(
          op == Operator.EQUAL ? Branch.Test.SAME : Branch.Test.DIFFERENT,
          field.index(),
          other.index(),
          yes,
          no);
    }

    @Override
    public Violation broken(Prediction prediction, Citation citation) {
      return citation.text(
          new BoundField(field.index(), field.name(), field.sensitive() || other.sensitive()),
          String.valueOf(prediction.text(field.index())),
          found -> " is not " + op.word() + " that of " + other.name());
    }
  }

  /** A field that has a value, or has none. */
  record Present(BoundField field, boolean present) implements FormulaLeaf {

    @Override
    public List<BoundField> needed() {
      return List.of();
    }

    @Override
    public boolean holds(Prediction prediction) {
      return prediction.has(field.index()) == present;
    }

    @Override
    public Branch definitely(Branch yes, Branch no) {
      return Branch.pair(
          present ? Branch.Test.PRESENT : Branch.Test.MISSING,
          field.index(),
          field.index(),
          yes,
          no);
    }

    @Override
    public Violation broken(Prediction prediction, Citation citation) {
      return citation.plain(
          field, present ? " has no value" : " has a value where it must have none");
    }
  }
}
