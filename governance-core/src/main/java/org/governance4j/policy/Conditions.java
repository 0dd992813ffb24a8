package org.governance4j.policy;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/** The forms of a {@link Condition}, how they are checked, and their JSON. */
final class Conditions {
  private Conditions() {}

  /** {@code all} or {@code any}. */
  record Junction(boolean every, List<Condition> parts) implements Condition {
    Junction {
      parts = List.copyOf(parts);
    }

    String word() {
      return every ? "all" : "any";
    }
  }

  /** {@code not}. */
  record Not(Condition part) implements Condition {
    Not {
      Objects.requireNonNull(part, "part");
    }
  }

  /** A leaf. */
  sealed interface Comparison extends Condition permits Number, Text, Fields, In, Present {
    String field();
  }

  /** A number and a limit. */
  record Number(String field, String op, double value) implements Comparison {
    Number {
      Objects.requireNonNull(field, "field");
      Objects.requireNonNull(op, "op");
      value = value + 0.0; // minus zero becomes zero
    }
  }

  /** A string and a value. */
  record Text(String field, String op, String value) implements Comparison {
    Text {
      Objects.requireNonNull(field, "field");
      Objects.requireNonNull(op, "op");
      Objects.requireNonNull(value, "value");
    }
  }

  /** Two fields. */
  record Fields(String field, String op, String other) implements Comparison {
    Fields {
      Objects.requireNonNull(field, "field");
      Objects.requireNonNull(op, "op");
      Objects.requireNonNull(other, "other");
    }
  }

  /** A string and a list. */
  record In(String field, List<String> values) implements Comparison {
    In {
      Objects.requireNonNull(field, "field");
      values = List.copyOf(values);
    }
  }

  /** Whether there is a value. */
  record Present(String field, boolean present) implements Comparison {
    Present {
      Objects.requireNonNull(field, "field");
    }
  }

  /**
   * Checks a condition of a rule.
   *
   * @param member where it stands in the rule
   * @throws org.governance4j.PolicyInvalid if it is too large, or a part does not fit
   */
  static void check(RuleHead head, String member, Condition condition) {
    int nodes = check(head, member, condition, 1);
    if (nodes > Condition.MAX_NODES) {
      throw head.refuse(
          member
              + " has "
              + nodes
              + " comparisons and connectives, the limit is "
              + Condition.MAX_NODES);
    }
  }

  private static int check(RuleHead head, String member, Condition condition, int depth) {
    if (depth > Condition.MAX_DEPTH) {
      throw head.refuse(member + " is nested deeper than " + Condition.MAX_DEPTH + " levels");
    }
    if (condition instanceof Junction junction) {
      if (junction.parts.isEmpty() || junction.parts.size() > Condition.MAX_NODES) {
        throw head.refuse(
            member
                + "."
                + junction.word()
                + " must have 1 to "
                + Condition.MAX_NODES
                + " parts, found "
                + junction.parts.size());
      }
      int nodes = 1;
      for (Condition part : junction.parts) {
        nodes += check(head, member, part, depth + 1);
        if (nodes > Condition.MAX_NODES) {
          return nodes; // refused as a whole
        }
      }
      return nodes;
    }
    if (condition instanceof Not not) {
      return 1 + check(head, member, not.part, depth + 1);
    }
    checkLeaf(head, member, (Comparison) condition);
    return 1;
  }

  private static void checkLeaf(RuleHead head, String member, Comparison leaf) {
    head.field(member + ".field", leaf.field());
    if (leaf instanceof Number number) {
      operator(head, member, number.op, Operator.words());
      head.limit(member + ".value", number.value);
    } else if (leaf instanceof Text text) {
      operator(head, member, text.op, Operator.equalities());
    } else if (leaf instanceof Fields fields) {
      operator(head, member, fields.op, Operator.words());
      head.field(member + ".other", fields.other);
      if (fields.field.equals(fields.other)) {
        throw head.refuse(
            member + " compares the field " + Wording.quote(fields.field) + " with itself");
      }
    } else if (leaf instanceof In in) {
      head.strings(member + ".in", in.values);
    }
  }

  private static void operator(RuleHead head, String member, String op, List<String> known) {
    if (!known.contains(op)) {
      throw head.refuse(
          member + ".op: unknown operator " + Wording.quote(op) + "; known are " + known);
    }
  }

  /** Every field a condition reads, in the order of its text. */
  static void fields(Condition condition, Collection<String> names) {
    if (condition instanceof Junction junction) {
      junction.parts.forEach(part -> fields(part, names));
    } else if (condition instanceof Not not) {
      fields(not.part, names);
    } else if (condition instanceof Comparison leaf) {
      names.add(leaf.field());
      if (leaf instanceof Fields both) {
        names.add(both.other);
      }
    }
  }

  /** The fields of a rule's two conditions, none twice. */
  static List<String> fields(@Nullable Condition when, Condition require) {
    Set<String> names = new LinkedHashSet<>();
    if (when != null) {
      fields(when, names);
    }
    fields(require, names);
    return List.copyOf(names);
  }

  /** Reads a condition. */
  static Condition read(JsonMembers members) {
    return read(members, 1);
  }

  private static Condition read(JsonMembers members, int depth) {
    if (depth > Condition.MAX_DEPTH) {
      throw new InvalidData(
          members.path() + ": nested deeper than " + Condition.MAX_DEPTH + " levels");
    }
    Condition condition;
    if (members.has("all") || members.has("any")) {
      boolean every = members.has("all");
      condition =
          new Junction(
              every,
              members.objects(every ? "all" : "any").stream()
                  .map(part -> read(part, depth + 1))
                  .toList());
      JsonValue both = members.optionalValue(every ? "any" : "all");
      if (both != null) {
        throw members.invalid("any", "all and any exclude each other");
      }
    } else if (members.has("not")) {
      condition = new Not(read(members.object("not"), depth + 1));
    } else {
      condition = readLeaf(members);
    }
    members.noOthers();
    return condition;
  }

  private static Condition readLeaf(JsonMembers members) {
    String field = members.string("field");
    if (members.has("in")) {
      return new In(field, members.strings("in"));
    }
    if (members.has("present")) {
      return new Present(field, members.bool("present"));
    }
    String op = members.word("op", Operator.words());
    if (members.has("other")) {
      return new Fields(field, op, members.string("other"));
    }
    JsonValue value = members.value("value");
    return value instanceof JsonValue.Str text
        ? new Text(field, op, text.value())
        : new Number(field, op, members.number("value"));
  }

  /** Writes what {@link #read} reads. */
  static JsonValue.Obj write(Condition condition) {
    JsonValue.Obj object = JsonValue.object();
    if (condition instanceof Junction junction) {
      JsonValue[] parts = junction.parts.stream().map(Conditions::write).toArray(JsonValue[]::new);
      return object.with(junction.word(), JsonValue.array(parts));
    }
    if (condition instanceof Not not) {
      return object.with("not", write(not.part));
    }
    Comparison leaf = (Comparison) condition;
    object = object.with("field", JsonValue.of(leaf.field()));
    if (leaf instanceof In in) {
      return object.with("in", RuleFile.array(in.values));
    }
    if (leaf instanceof Present present) {
      return object.with("present", JsonValue.of(present.present));
    }
    if (leaf instanceof Fields both) {
      return object.with("op", JsonValue.of(both.op)).with("other", JsonValue.of(both.other));
    }
    if (leaf instanceof Text text) {
      return object.with("op", JsonValue.of(text.op)).with("value", JsonValue.of(text.value));
    }
    Number number = (Number) leaf;
    return object.with("op", JsonValue.of(number.op)).with("value", JsonValue.of(number.value));
  }
}
