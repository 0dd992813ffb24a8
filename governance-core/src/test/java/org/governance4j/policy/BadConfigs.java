package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.governance4j.JsonValue;
import org.governance4j.PolicyInvalid;
import org.governance4j.json.CanonicalJson;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the {@link Matrix} in which a rule is written wrongly. Which changes make it wrong
 * is for another implementation of JSON Schema to say, by the published schema.
 */
final class BadConfigs {
  private static final JsonSchema PUBLISHED = published();
  private static final BigDecimal TOO_LARGE = new BigDecimal("1e999");
  private static final List<JsonValue> OTHERS =
      List.of(
          JsonValue.NULL,
          JsonValue.of(true),
          JsonValue.of(1),
          JsonValue.of("0.5"),
          JsonValue.array(),
          JsonValue.array(JsonValue.NULL),
          JsonValue.array(JsonValue.of(1)),
          JsonValue.object(),
          JsonValue.object().with("odd", JsonValue.of(1)));

  private BadConfigs() {}

  static List<Matrix.Cell> of(Matrix.Column column, Row.Subject subject) {
    return switch (column) {
      case MEMBER_MISSING -> byTheSchema(subject, changes(subject, BadConfigs::removed));
      case MEMBER_OF_WRONG_TYPE -> byTheSchema(subject, changes(subject, BadConfigs::retyped));
      case MEMBER_UNKNOWN -> byTheSchema(subject, changes(subject, BadConfigs::extended));
      case LIMIT_OUT_OF_RANGE ->
          byTheSchema(
              subject,
              numbers(
                  subject,
                  JsonValue.of(-1),
                  JsonValue.of(0),
                  JsonValue.of(0.5),
                  JsonValue.of(1),
                  JsonValue.of(1_000_000_001)));
      case LIMIT_TOO_LARGE ->
          files(
              numbers(subject, new JsonValue.Num(TOO_LARGE), new JsonValue.Num(TOO_LARGE.negate())),
              text -> text);
      case LIMIT_NOT_JSON -> notJson(subject);
      case LIMIT_NOT_FINITE -> notFinite(subject);
      default -> throw new AssertionError(column);
    };
  }

  private static JsonSchema published() {
    try (InputStream in = RulePolicy.class.getResourceAsStream("policy.schema.json")) {
      SchemaValidatorsConfig strict = SchemaValidatorsConfig.builder().typeLoose(false).build();
      return JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(
              new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8),
              strict);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * A file with one change.
   *
   * @param where the member of the rule that was changed
   * @param what the change, for people
   * @param named the member that a refusal must name
   */
  private record Changed(String where, String what, String named, JsonValue.Obj file) {}

  /** Ways to change one value. */
  private interface Changes {
    /** The other values by what was done; null takes the value out. */
    Map<String, Other> of(JsonValue value, boolean member);
  }

  /** Another value in place of one; null for none. */
  private record Other(@Nullable JsonValue value, String named) {}

  private static Map<String, Other> removed(JsonValue value, boolean member) {
    return member ? Map.of("removed", new Other(null, "")) : Map.of();
  }

  private static Map<String, Other> retyped(JsonValue value, boolean member) {
    Map<String, Other> changes = new LinkedHashMap<>();
    for (JsonValue other : OTHERS) {
      if (other.getClass() != value.getClass()) {
        changes.put("is now " + text(other), new Other(other, ""));
      }
    }
    return changes;
  }

  private static Map<String, Other> extended(JsonValue value, boolean member) {
    return value instanceof JsonValue.Obj object
        ? Map.of("has odd", new Other(object.with("odd", JsonValue.of(1)), "odd"))
        : Map.of();
  }

  private static List<Changed> numbers(Row.Subject subject, JsonValue... others) {
    return changes(
        subject,
        (value, member) -> {
          Map<String, Other> changes = new LinkedHashMap<>();
          if (value instanceof JsonValue.Num) {
            for (JsonValue other : others) {
              changes.put("is now " + other, new Other(other, ""));
            }
          }
          return changes;
        });
  }

  /** Every change at every place of the rule or window but its id and its kind. */
  private static List<Changed> changes(Row.Subject subject, Changes ways) {
    List<Changed> all = new ArrayList<>();
    subject
        .rule()
        .members()
        .forEach(
            (name, value) -> {
              if (!name.equals("id") && !name.equals("kind")) {
                walk(
                    value,
                    true,
                    ways,
                    (what, changed, named) ->
                        all.add(
                            new Changed(
                                name,
                                what,
                                named.isEmpty() ? name : named,
                                subject.with(put(subject.rule(), name, changed)).file())));
              }
            });
    ways.of(subject.rule(), false)
        .forEach(
            (what, other) -> {
              if (other.value() instanceof JsonValue.Obj rule && rule.get("odd") != null) {
                all.add(new Changed("", what, "odd", subject.with(rule).file()));
              }
            });
    return all;
  }

  /** Takes one changed value. */
  private interface Sink {
    void add(String what, @Nullable JsonValue changed, String named);
  }

  private static void walk(JsonValue value, boolean member, Changes ways, Sink sink) {
    ways.of(value, member).forEach((what, c) -> sink.add(what, c.value(), c.named()));
    if (value instanceof JsonValue.Obj object) {
      object
          .members()
          .forEach(
              (name, inner) ->
                  walk(
                      inner,
                      true,
                      ways,
                      (what, c, named) ->
                          sink.add(name + ": " + what, put(object, name, c), named)));
    } else if (value instanceof JsonValue.Arr array) {
      for (int i = 0; i < array.items().size(); i++) {
        int at = i;
        walk(
            array.items().get(i),
            false,
            ways,
            (what, c, named) -> {
              List<JsonValue> items = new ArrayList<>(array.items());
              items.set(at, Objects.requireNonNull(c));
              sink.add("[" + at + "]: " + what, new JsonValue.Arr(items), named);
            });
      }
    }
  }

  private static JsonValue.Obj put(JsonValue.Obj object, String name, @Nullable JsonValue value) {
    if (value != null) {
      return object.with(name, value);
    }
    Map<String, JsonValue> members = new LinkedHashMap<>(object.members());
    members.remove(name);
    return new JsonValue.Obj(members);
  }

  /** Those that the published schema refuses. */
  private static List<Matrix.Cell> byTheSchema(Row.Subject subject, List<Changed> changes) {
    assertTrue(valid(subject.file()), () -> "refused by the published schema: " + subject);
    return files(changes.stream().filter(c -> !valid(c.file)).toList(), text -> text);
  }

  private static boolean valid(JsonValue.Obj file) {
    return PUBLISHED.validate(text(file), InputFormat.JSON).isEmpty();
  }

  private static List<Matrix.Cell> files(List<Changed> changes, Function<String, String> last) {
    List<Matrix.Cell> cells = new ArrayList<>();
    for (Changed changed : changes) {
      String file = last.apply(text(changed.file));
      cells.add(
          new Matrix.Cell(
              changed.where + ": " + changed.what + ": " + file,
              () -> refused(file, changed.named),
              () -> accepted(file)));
    }
    return cells;
  }

  private static void refused(String file, String member) {
    PolicyInvalid refusal = assertThrows(PolicyInvalid.class, () -> read(file), file);
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("rule \"r\""), () -> "names no rule: " + message);
    assertTrue(message.contains(member), () -> "does not name " + member + ": " + message);
    assertTrue(message.lines().count() == 1, message);
  }

  private static boolean accepted(String file) {
    try {
      read(file);
      return true;
    } catch (PolicyInvalid e) {
      return false;
    }
  }

  private static RulePolicy read(String file) {
    return RulePolicy.parse(file.getBytes(StandardCharsets.UTF_8));
  }

  /** The words for it that other readers of JSON take. */
  private static List<Matrix.Cell> notJson(Row.Subject subject) {
    List<Matrix.Cell> cells = new ArrayList<>();
    for (Changed changed : numbers(subject, JsonValue.of("@"))) {
      for (String word : List.of("NaN", "Infinity", "-Infinity", "+1", "0x10", ".5", "1.")) {
        String file = text(changed.file).replace("\"@\"", word);
        cells.add(
            new Matrix.Cell(
                changed.where + " " + word,
                () -> assertThrows(PolicyInvalid.class, () -> read(file), file),
                () -> accepted(file)));
      }
    }
    return cells;
  }

  private static List<Matrix.Cell> notFinite(Row.Subject subject) {
    Object rule = subject.authored();
    List<Matrix.Cell> cells = new ArrayList<>();
    for (double value :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      for (Rebuilt rebuilt : Rebuilt.of(rule, value)) {
        cells.add(
            new Matrix.Cell(
                rebuilt.where() + " " + value + " of " + subject,
                () -> rebuilt.mustBeRefused("rule \"r\""),
                rebuilt::isBuilt));
      }
    }
    return cells;
  }

  private static String text(JsonValue value) {
    if (value instanceof JsonValue.Num number) {
      return number.value().toString();
    }
    StringBuilder out = new StringBuilder();
    if (value instanceof JsonValue.Obj object) {
      object
          .members()
          .forEach(
              (name, inner) ->
                  out.append(out.isEmpty() ? "" : ",")
                      .append(text(JsonValue.of(name)))
                      .append(':')
                      .append(text(inner)));
      return "{" + out + "}";
    }
    if (value instanceof JsonValue.Arr array) {
      array.items().forEach(item -> out.append(out.isEmpty() ? "" : ",").append(text(item)));
      return "[" + out + "]";
    }
    return new String(CanonicalJson.write(value), StandardCharsets.UTF_8);
  }
}
