package org.governance4j.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;

/**
 * A kind of rule or window in the matrix of failures.
 *
 * @param word the kind's word in JSON
 * @param subjects a policy of that kind in each form in which it can be written
 */
record Row(String word, List<Subject> subjects) {

  /**
   * A policy file with the rule or window {@code r}, which is under test: the only rule, or the
   * only window over other rules.
   *
   * @param kind the kind's word
   * @param list the member of the file that it is in
   * @param file the file
   * @param values makes what passes it
   */
  record Subject(String kind, String list, JsonValue.Obj file, Supplier<Model.Values> values) {

    /** Whether a window is under test. */
    boolean windowed() {
      return list.equals("windows");
    }

    /** The rule or window under test. */
    JsonValue.Obj rule() {
      return (JsonValue.Obj) items(list).get(0);
    }

    private List<JsonValue> items(String member) {
      return ((JsonValue.Arr) Objects.requireNonNull(file.get(member))).items();
    }

    /** The same as a program in Java has it. */
    Object authored() {
      JsonMembers members = JsonMembers.of(rule(), "$");
      RuleHead head = RuleHead.of("r");
      return windowed()
          ? WindowKind.of(kind).read(head, members)
          : RuleKind.of(kind).read(head, members);
    }

    /** The effects that it may have. */
    Set<Effect> effects() {
      return windowed() ? EnumSet.of(Effect.DENY, Effect.ESCALATE) : EnumSet.allOf(Effect.class);
    }

    /** The file with another rule or window in its place. */
    Subject with(JsonValue.Obj rule) {
      return with(list, List.of(rule));
    }

    /** The same with other steps that a prediction may cost. */
    Subject withBudget(long steps) {
      JsonValue budget = JsonValue.object().with("steps", JsonValue.of(steps));
      return new Subject(kind, list, file.with("budget", budget), values);
    }

    private Subject with(String member, List<JsonValue> items) {
      return new Subject(kind, list, file.with(member, new JsonValue.Arr(items)), values);
    }

    /** The same rule or window with another effect. */
    Subject with(Effect effect) {
      return with(with(rule(), effect));
    }

    private static JsonValue.Obj with(JsonValue.Obj rule, Effect effect) {
      JsonValue.Obj changed = rule.with("effect", JsonValue.of(effect.word()));
      if (effect == Effect.OBLIGE) {
        JsonValue remove =
            JsonValue.object()
                .with("operation", JsonValue.of(Obligation.Operation.REMOVE.word()))
                .with("field", JsonValue.of("label"));
        changed = changed.with("obligations", JsonValue.array(remove));
      }
      return changed;
    }

    /** The same beside another rule with that effect, which its values break. */
    Subject beside(Effect effect) {
      JsonValue.Obj company =
          JsonValue.object()
              .with("id", JsonValue.of("company"))
              .with("kind", JsonValue.of(RuleKind.DENIED.word()))
              .with("field", JsonValue.of("model_version"))
              .with("values", JsonValue.array(JsonValue.of("3.2.1")));
      List<JsonValue> rules = new ArrayList<>(items("rules"));
      rules.add(with(company, effect));
      return with("rules", rules);
    }

    RulePolicy policy() {
      return RulePolicy.parse(CanonicalJson.write(file));
    }

    /** The fields that the rule or window under test reads. */
    List<Field> fields() {
      return fields(policy().rules().stream().filter(info -> info.id().equals("r")));
    }

    /** The fields that the rules read: a window costs nothing, and reads no number. */
    List<Field> ruleFields() {
      return fields(policy().rules().stream().limit(items("rules").size()));
    }

    private static List<Field> fields(Stream<RuleInfo> rules) {
      return rules
          .flatMap(info -> info.fields().stream())
          .distinct()
          .map(name -> Model.SCHEMA.field(Model.SCHEMA.index(name)))
          .toList();
    }

    @Override
    public String toString() {
      return new String(CanonicalJson.write(rule()), StandardCharsets.UTF_8);
    }
  }

  /** Every kind there is: a new one is in the matrix by itself. */
  static List<Row> all() {
    return Stream.concat(Arrays.stream(RuleKind.values()).map(Row::of), windows().stream())
        .toList();
  }

  /** A kind of window. */
  static Row windows(String kind) {
    return of(WindowKind.of(kind));
  }

  /** Every kind of window there is. */
  static List<Row> windows() {
    return Arrays.stream(WindowKind.values()).map(Row::of).toList();
  }

  private static Row of(WindowKind kind) {
    return new Row(
        kind.word(),
        Examples.windows(kind).stream()
            .map(
                file ->
                    new Subject(
                        kind.word(),
                        "windows",
                        StrictJson.parseObject(file.toJson()),
                        Model::values))
            .toList());
  }

  private static Row of(RuleKind kind) {
    Subject example =
        new Subject(
            kind.word(),
            "rules",
            StrictJson.parseObject(Examples.policy(kind).toJson()),
            () -> Examples.values(kind));
    Stream<Subject> others =
        otherForms(kind).stream()
            .map(members -> "{'id':'r','kind':'" + kind.word() + "'," + members + "}")
            .map(rule -> (JsonValue.Obj) StrictJson.parse(rule.replace('\'', '"')))
            .map(example::with);
    return new Row(kind.word(), Stream.concat(Stream.of(example), others).toList());
  }

  /** Forms of a kind that are judged in another way than its example. */
  private static List<String> otherForms(RuleKind kind) {
    return switch (kind) {
      case FINITE -> List.of("'fields':['confidence','approve','review','deny']");
      case RANGE ->
          List.of(
              "'fields':['confidence','approve','review','deny'],'min':0,'max':1",
              "'fields':['amount','age'],'min':-1e300");
      case RANGE_BY ->
          List.of(
              "'field':'confidence','by':'label','ranges':{'x':{'min':2}},'otherwise':{'max':1}");
      case CONDITION ->
          List.of(
              "'require':{'any':[{'field':'confidence','op':'>','other':'review'},"
                  + "{'field':'confidence','op':'<','value':0}]}",
              "'when':{'field':'label','op':'==','value':'approve'},"
                  + "'require':{'not':{'field':'model_name','in':['churn']}}",
              "'require':{'field':'label','op':'!=','other':'model_name'}");
      case TERMS ->
          List.of(
              "'fields':['label','model_name'],'terms':['bomb'],'match':'substring'",
              "'fields':['label'],'terms':['bomb'],'disguised':true",
              "'fields':['label'],'terms':['bomb'],'disguised':true,'match':'substring'");
      case REGEX ->
          List.of(
              "'fields':['label'],'patterns':{'a':'^[a-z]+$','b':'^$'},'must':'match_any'",
              "'fields':['label'],'patterns':{'a':'^[a-z]+$','b':'app'},'must':'match_all'");
      default -> List.of();
    };
  }

  @Override
  public String toString() {
    return word;
  }
}
