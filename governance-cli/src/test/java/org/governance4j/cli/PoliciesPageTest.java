package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.SchemaCodec;
import org.governance4j.json.StrictJson;
import org.governance4j.policy.RulePolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/POLICIES.md: each is read and bound to the page's own schema. */
class PoliciesPageTest {
  @TempDir Path dir;

  private final List<ModelSchema> schemas = new ArrayList<>();
  private final List<JsonValue.Obj> policies = new ArrayList<>();
  private final List<JsonValue.Obj> tests = new ArrayList<>();
  private final List<JsonValue.Obj> rules = new ArrayList<>();
  private final List<JsonValue.Obj> windows = new ArrayList<>();

  @BeforeEach
  void read() throws IOException {
    Set<String> windowKinds = kinds("windows");
    for (String block : MarkdownPage.at("docs/POLICIES.md").blocks("json")) {
      JsonValue value = StrictJson.parse(block);
      if (value instanceof JsonValue.Obj object) {
        if (object.get("inputs") != null) {
          schemas.add(SchemaCodec.read(CanonicalJson.write(object)));
        } else if (object.get("rules") != null) {
          policies.add(object);
        } else {
          assertTrue(object.get("tests") != null, block);
          tests.add(object);
        }
      } else {
        for (JsonValue item : ((JsonValue.Arr) value).items()) {
          JsonValue.Obj object = (JsonValue.Obj) item;
          (windowKinds.contains(kind(object)) ? windows : rules).add(object);
        }
      }
    }
  }

  @Test
  void every_rule_of_the_page_binds_to_its_schema() {
    for (JsonValue.Obj rule : rules) {
      bind(policyOf(rule));
    }
    bind(policyOf(rules.toArray(JsonValue.Obj[]::new)));
  }

  @Test
  void every_window_of_the_page_binds_beside_its_policy() {
    for (JsonValue.Obj window : windows) {
      bind(only(policies).with("windows", JsonValue.array(window)));
    }
    bind(only(policies).with("windows", JsonValue.array(windows.toArray(JsonValue[]::new))));
  }

  @Test
  void an_example_that_does_not_fit_the_schema_is_found() {
    JsonValue.Obj wrong = rules.get(0).with("fields", JsonValue.array(JsonValue.of("regoin")));

    PolicyInvalid refusal = assertThrows(PolicyInvalid.class, () -> bind(policyOf(wrong)));

    assertTrue(refusal.toString().contains("regoin"), refusal::toString);
  }

  @Test
  void no_rule_of_the_page_passes_an_empty_prediction() {
    Prediction empty = only(schemas).prediction();
    for (JsonValue.Obj rule : rules) {
      if (!kind(rule).equals("model")) {
        Verdict verdict =
            RulePolicy.parse(CanonicalJson.write(policyOf(rule)))
                .bind(only(schemas))
                .evaluate(empty);
        assertEquals(Verdict.Action.DENY, verdict.action(), rule::toString);
      }
    }
  }

  @Test
  void the_page_has_every_kind_of_rule_and_of_window_in_the_grammar() throws IOException {
    assertEquals(kinds("rules"), kindsOf(rules.stream()));
    assertEquals(kinds("windows"), kindsOf(windows.stream()));
  }

  @Test
  void the_readme_names_every_kind_of_rule_and_of_window_in_the_grammar() throws IOException {
    String readme = MarkdownPage.at("README.md").text();

    for (String of : List.of("rules", "windows")) {
      for (String kind : kinds(of)) {
        assertTrue(readme.contains("`" + kind + "`"), kind);
      }
    }
  }

  @Test
  void the_tests_of_the_page_pass_and_cover_its_policy() throws IOException {
    Path schemaFile = Files.write(dir.resolve("schema.json"), SchemaCodec.write(only(schemas)));
    Path policyFile = Files.write(dir.resolve("policy.json"), CanonicalJson.write(only(policies)));
    Path testsFile = Files.write(dir.resolve("tests.json"), CanonicalJson.write(only(tests)));

    governance(
            "policy",
            "test",
            "--schema",
            schemaFile,
            "--policy",
            policyFile,
            "--require-coverage",
            testsFile)
        .holds();
  }

  private static <T> T only(List<T> values) {
    assertEquals(1, values.size(), values::toString);
    return values.get(0);
  }

  private void bind(JsonValue.Obj document) {
    RulePolicy.parse(CanonicalJson.write(document)).bind(only(schemas));
  }

  private static JsonValue.Obj policyOf(JsonValue.Obj... rules) {
    return JsonValue.object()
        .with("name", JsonValue.of("page"))
        .with("rules", JsonValue.array(rules));
  }

  private static String kind(JsonValue.Obj rule) {
    return ((JsonValue.Str) rule.get("kind")).value();
  }

  private static Set<String> kindsOf(Stream<JsonValue.Obj> rules) {
    Set<String> kinds = new TreeSet<>();
    rules.forEach(rule -> kinds.add(kind(rule)));
    return kinds;
  }

  /** The kinds that the grammar lists in one of its members. */
  private static Set<String> kinds(String of) throws IOException {
    try (InputStream in = RulePolicy.class.getResourceAsStream("policy.schema.json")) {
      JsonValue.Obj grammar = (JsonValue.Obj) StrictJson.parse(in.readAllBytes());
      JsonValue.Obj items =
          (JsonValue.Obj)
              ((JsonValue.Obj) ((JsonValue.Obj) grammar.get("properties")).get(of)).get("items");
      Set<String> kinds = new TreeSet<>();
      for (JsonValue kind : ((JsonValue.Arr) items.get("oneOf")).items()) {
        String reference = ((JsonValue.Str) ((JsonValue.Obj) kind).get("$ref")).value();
        kinds.add(reference.substring("#/$defs/".length()));
      }
      return kinds;
    }
  }
}
