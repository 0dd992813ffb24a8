package org.governance4j.policy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.StrictJson;

/**
 * A kind of rule in the matrix of failures.
 *
 * @param word the kind's word in JSON
 * @param subjects a policy of that kind in each form in which it can be written
 */
record Row(String word, List<Subject> subjects) {

  /**
   * A policy file of one rule with the id {@code r}.
   *
   * @param kind the kind's word
   * @param file the file
   * @param values makes what passes it
   */
  record Subject(String kind, JsonValue.Obj file, Supplier<Model.Values> values) {

    /** The rule in the file. */
    JsonValue.Obj rule() {
      JsonValue.Arr rules = (JsonValue.Arr) Objects.requireNonNull(file.get("rules"));
      return (JsonValue.Obj) rules.items().get(0);
    }

    /** The file with another rule in its place. */
    Subject with(JsonValue.Obj rule) {
      return new Subject(kind, file.with("rules", JsonValue.array(rule)), values);
    }

    /** The same rule with another effect. */
    Subject with(Effect effect) {
      JsonValue.Obj changed = rule().with("effect", JsonValue.of(effect.word()));
      if (effect == Effect.OBLIGE) {
        JsonValue remove =
            JsonValue.object()
                .with("operation", JsonValue.of(Obligation.Operation.REMOVE.word()))
                .with("field", JsonValue.of("label"));
        changed = changed.with("obligations", JsonValue.array(remove));
      }
      return with(changed);
    }

    /** The same rule beside another one with that effect, which its values break. */
    Subject beside(Effect effect) {
      Subject company =
          with(
              JsonValue.object()
                  .with("id", JsonValue.of("company"))
                  .with("kind", JsonValue.of(RuleKind.DENIED.word()))
                  .with("field", JsonValue.of("model_version"))
                  .with("values", JsonValue.array(JsonValue.of("3.2.1"))));
      JsonValue.Obj other = company.with(effect).rule();
      return new Subject(kind, file.with("rules", JsonValue.array(rule(), other)), values);
    }

    RulePolicy policy() {
      return RulePolicy.parse(CanonicalJson.write(file));
    }

    /** The fields it reads. */
    List<Field> fields() {
      return policy().rules().get(0).fields().stream()
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
    return Arrays.stream(RuleKind.values()).map(Row::of).toList();
  }

  private static Row of(RuleKind kind) {
    Subject example =
        new Subject(
            kind.word(),
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
