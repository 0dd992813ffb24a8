package org.governance4j.policy;

import static org.governance4j.policy.Stream.violations;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.Obligation;
import org.governance4j.OutputPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.guard.Guard;
import org.governance4j.guard.GuardListener;
import org.governance4j.guard.OverrideMode;
import org.governance4j.guard.Recording;
import org.governance4j.guard.VerdictEvent;
import org.governance4j.json.EntryCodec;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A word and a number that must stay inside, and every place where they could come out. */
class NothingLeaksTest {
  private static final String WORD = "Kanarienvogel";
  private static final String DIGITS = "4815162342";

  /** The fields of {@link Model}, with free text and sensitive values wherever that is possible. */
  private static final ModelSchema SCHEMA =
      ModelSchema.of(
          "credit-risk",
          "3",
          List.of(
              Field.category("model_name").asSensitive(),
              Field.number("amount").asSensitive(),
              Field.category("model_version"),
              Field.number("age").asSensitive()),
          List.of(
              Field.text("label"),
              Field.number("confidence").asSensitive(),
              Field.number("approve").asSensitive(),
              Field.number("review").asSensitive(),
              Field.number("deny").asSensitive()));

  @TempDir Path dir;

  private final List<String> told = new ArrayList<>();
  private final Notes ledger = new Notes();

  /** The members of rules of that kind that the values below break, where they can be broken. */
  private static List<String> rules(RuleKind kind) {
    return switch (kind) {
      case FINITE -> List.of("'fields':['amount','confidence']");
      case AT_LEAST -> List.of("'field':'confidence','limit':0.5");
      case RANGE -> List.of("'fields':['amount','age'],'max':1", "'fields':['age'],'min':100");
      case ALLOWED ->
          List.of("'field':'label','values':['x']", "'field':'model_name','values':['x']");
      case ALLOWED_BY ->
          List.of(
              "'field':'label','by':'model_name','values':{'x':['y']}",
              "'field':'label','by':'model_name','values':{'Kanarienvogel':['y']}");
      case AT_LEAST_BY ->
          List.of(
              "'field':'confidence','by':'amount','steps':[{'above':1,'limit':0.9}],'otherwise':0");
      case REQUIRED -> List.of("'fields':['amount','label']");
      case DENIED ->
          List.of(
              "'field':'label','values':['the Kanarienvogel sings']",
              "'field':'model_name','values':['Kanarienvogel']");
      case RANGE_BY ->
          List.of(
              "'field':'confidence','by':'model_name','ranges':{'Kanarienvogel':{'min':0.9}}",
              "'field':'confidence','by':'label','ranges':{'x':{'min':0.9}}");
      case SUM -> List.of("'fields':['approve','review','deny'],'total':1,'tolerance':0.001");
      case MARGIN -> List.of("'fields':['approve','review'],'limit':0.9");
      case ENTROPY -> List.of("'fields':['approve','review','deny'],'max':0");
      case TOP_K -> List.of("'field':'label','fields':['approve','review','deny'],'k':1");
      case MODEL -> List.of("'models':{'other':['1']}");
      case CONDITION ->
          List.of(
              "'require':{'all':[{'field':'confidence','op':'>','value':0.9},"
                  + "{'field':'confidence','op':'<','other':'review'},"
                  + "{'field':'label','in':['x']},{'field':'model_name','op':'==','value':'x'},"
                  + "{'field':'label','op':'==','other':'model_name'},"
                  + "{'field':'amount','op':'!=','value':48151.62342},"
                  + "{'field':'model_name','op':'!=','value':'Kanarienvogel'},"
                  + "{'field':'amount','present':false}]}",
              "'require':{'any':[{'field':'confidence','op':'>','value':0.9},"
                  + "{'not':{'field':'label','op':'!=','value':'x'}}]}");
      case LENGTH -> List.of("'fields':['label','model_name'],'max':3");
      case TERMS ->
          List.of(
              "'fields':['label','model_name'],'terms':['kanarienvogel']",
              "'fields':['label'],'terms':['kanarien'],'match':'substring'",
              "'fields':['label','model_name'],'terms':['kanarienvogel'],'disguised':true");
      case REGEX ->
          List.of(
              "'fields':['label','model_name'],'patterns':{'bird':'K[a-z]+vogel'}",
              "'fields':['label','model_name'],'patterns':{'digits':'^[0-9]+$'},'must':'match_any'",
              "'fields':['label','model_name'],'patterns':{'digits':'^[0-9]+$'},'must':'match_all'");
      case JSON ->
          List.of("'field':'label','schema':{'type':'object'}", "'field':'model_name','schema':{}");
    };
  }

  private static RulePolicy policy(RuleKind kind, Effect effect) {
    String consequence =
        switch (effect) {
          case DENY -> "";
          case ESCALATE -> ",'effect':'escalate'";
          case OBLIGE ->
              ",'effect':'oblige','obligations':[{'operation':'mask','field':'label'},"
                  + "{'operation':'round','field':'confidence','value':1}]";
        };
    List<String> rules = rules(kind);
    return Examples.parse(
        Stream.iterate(0, i -> i < rules.size(), i -> i + 1)
            .map(
                i ->
                    "{'id':'r"
                        + i
                        + "','kind':'"
                        + kind.word()
                        + "',"
                        + rules.get(i)
                        + consequence
                        + "}")
            .collect(Collectors.joining(",", "{'name':'p','rules':[", "]}")));
  }

  private static Prediction prediction(String id, String label) {
    return SCHEMA
        .prediction()
        .wrap(
            id,
            new double[] {48151.62342, 48.15162342},
            new double[] {0.4815162342, 0.4815162342, 0, 0},
            WORD,
            "3.2.1",
            label);
  }

  private static List<Prediction> predictions() {
    List<Prediction> all =
        new ArrayList<>(
            List.of(
                prediction("1", "the " + WORD + " sings"),
                prediction("2", "{\"" + WORD + "\":\"" + WORD + "\"} " + WORD),
                prediction("3", "{\"" + WORD + "\":\"" + WORD + "\"}"),
                prediction("4", (WORD + " ").repeat(100)),
                prediction("5", WORD + "\ud800")));
    for (int i = 0; i < SCHEMA.size(); i++) {
      all.add(prediction("missing-" + i, "the " + WORD + " sings").missing(i));
    }
    return all;
  }

  private final GuardListener listener =
      new GuardListener() {
        @Override
        public void answered(VerdictEvent event) {
          told.add(event.toString());
        }
      };

  private Guard guard(OutputPolicy policy, Recording recording) {
    return Guard.builder(SCHEMA)
        .policy(policy)
        .ledger(ledger)
        .recording(recording)
        .reviews(100, Duration.ofHours(1))
        .listener(listener)
        .unclearedModel(
            new ModelRef(SCHEMA.name(), SCHEMA.version(), Digest.sha256(new byte[] {7})))
        .start();
  }

  @ParameterizedTest
  @EnumSource(RuleKind.class)
  @Rule("F7")
  void a_rule_lets_no_text_and_no_sensitive_value_out(RuleKind kind) throws IOException {
    int answered = 0;
    for (Effect effect : Effect.values()) {
      RulePolicy rules = policy(kind, effect);
      Shadow shadow =
          Shadow.of(Policies.allOf("outer", rules, OutputPolicy.allowAll()))
              .candidate(OutputPolicy.allowAll())
              .build();
      List<Recording> recordings =
          List.of(
              Recording.ALL,
              Recording.VIOLATIONS,
              Recording.VIOLATIONS.volume(0, Duration.ofDays(1), dir));
      for (Recording recording : recordings) {
        Guard guard = guard(shadow, recording);
        for (Prediction prediction : predictions()) {
          Verdict verdict = guard.check(prediction);
          tell(verdict);
          answered += verdict == Verdict.ALLOW ? 0 : 1;
        }
        guard.reviews().pending().forEach(review -> told.add(review.toString()));
        guard.replacePolicy(rules, "user:a", "release");
        guard.override(
            OverrideMode.DENY, "user:a", "stop", Instant.now().plus(Duration.ofMinutes(1)));
        tell(guard.check(predictions().get(0)));
        told.add(guard.health().toString() + guard.counts() + guard.violations());
        guard.close();
      }
      told.add(shadow.report().toString() + shadow.report().candidates());
    }
    assertTrue(answered > 10, answered + " answers to look at");
    assertClean();
    try (Stream<Path> raw = Files.list(dir)) {
      assertTrue(raw.findAny().isPresent(), "no raw file was searched");
    }
  }

  /** The members of a window that the predictions of {@link #stream} break. */
  private static String members(WindowKind kind, String by) {
    String grouped = "'by':'" + by + "',";
    return switch (kind) {
      case RATE -> grouped + "'rule':'age','window':'PT1H','max':0.1,'min_count':2";
      case CONSECUTIVE -> grouped + "'rule':'age','count':2,'recover':1000";
      case QUOTA -> grouped + "'window':'PT1H','max':2";
      case FAIRNESS_GAP ->
          grouped
              + "'groups':['Kanarienvogel','Amsel'],'label':'model_version',"
              + "'favourable':['3.2.1'],'window':'PT1H','max_gap':0.1,'min_count':5";
    };
  }

  private static RulePolicy windowed(WindowKind kind, Effect effect) {
    return Examples.parse(
        "{'name':'p','rules':[{'id':'age','kind':'range','fields':['age'],'max':1,"
            + "'effect':'oblige','obligations':[{'operation':'mask','field':'label'}]}],"
            + "'windows':[{'id':'w','kind':'"
            + kind.word()
            + "',"
            + members(kind, "model_name")
            + ",'effect':'"
            + effect.word()
            + "'}]}");
  }

  /** Of two groups, one of which has all the favourable outcomes, and of none and too long ones. */
  private static List<Prediction> stream(ModelSchema schema) {
    List<Prediction> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      for (String group : List.of(WORD, "Amsel", WORD.repeat(i < 3 ? 20 + i : 1))) {
        all.add(grouped(schema, group));
      }
    }
    all.add(grouped(schema, WORD).missing(schema.index("model_name")));
    return all;
  }

  private static Prediction grouped(ModelSchema schema, String group) {
    return schema
        .prediction()
        .wrap(
            "id",
            new double[] {48151.62342, 48.15162342},
            new double[] {0.4815162342, 0.4815162342, 0, 0},
            group,
            group.equals("Amsel") ? "9" : "3.2.1",
            "the " + WORD + " sings");
  }

  @ParameterizedTest
  @EnumSource(WindowKind.class)
  @Rule({"F7", "W14"})
  void a_window_lets_no_sensitive_value_out(WindowKind kind) throws IOException {
    for (Effect effect : List.of(Effect.DENY, Effect.ESCALATE)) {
      RulePolicy policy = windowed(kind, effect);
      List<Recording> recordings =
          List.of(Recording.ALL, Recording.VIOLATIONS.volume(0, Duration.ofDays(1), dir));
      for (Recording recording : recordings) {
        Guard guard =
            guard(Shadow.of(Policies.allOf("outer", policy)).candidate(policy).build(), recording);
        for (Prediction prediction : stream(SCHEMA)) {
          tell(guard.check(prediction));
        }
        guard.reviews().pending().forEach(review -> told.add(review.toString()));
        guard.override(
            OverrideMode.DENY, "user:a", "stop", Instant.now().plus(Duration.ofMinutes(1)));
        told.add(guard.health().toString() + guard.counts() + guard.violations());
        guard.close();
      }
      assertTrue(tellOfWindow(policy, SCHEMA) > 10, "broken too seldom");
    }
    assertClean();
  }

  /** What the search would have to find: the same windows over a field that is not sensitive. */
  @ParameterizedTest
  @EnumSource(WindowKind.class)
  @Rule({"F7", "W14"})
  void the_value_of_a_clear_category_does_come_out_of_a_window(WindowKind kind) {
    List<Field> inputs = new ArrayList<>(SCHEMA.inputs());
    inputs.set(0, Field.category("model_name"));
    ModelSchema open = ModelSchema.of("credit-risk", "3", inputs, SCHEMA.outputs());
    tellOfWindow(windowed(kind, Effect.DENY), open);
    assertTrue(told.stream().anyMatch(t -> leaks(t) && !t.startsWith("WindowReading")));
    assertTrue(told.stream().anyMatch(t -> leaks(t) && t.startsWith("WindowReading")));
  }

  /** Tells violations, readings and the bound policy; returns how often the window was broken. */
  private int tellOfWindow(RulePolicy policy, ModelSchema schema) {
    WindowedPolicy bound = assertInstanceOf(WindowedPolicy.class, policy.bind(schema));
    int broken = 0;
    for (Prediction prediction : stream(schema)) {
      Verdict verdict = bound.evaluate(prediction);
      tell(verdict);
      broken += violations(verdict).stream().anyMatch(v -> v.rule().equals("w")) ? 1 : 0;
    }
    bound.readings().forEach(reading -> told.add(reading.toString()));
    told.add(bound.toString());
    return broken;
  }

  private void tell(Verdict verdict) {
    told.add(verdict.toString());
    List<Violation> violations = List.of();
    if (verdict instanceof Verdict.Deny deny) {
      violations = deny.violations();
    } else if (verdict instanceof Verdict.Escalate escalate) {
      violations = escalate.violations();
    } else if (verdict instanceof Verdict.AllowWith conditional) {
      for (Obligation obligation : conditional.obligations()) {
        told.add(obligation.toString());
      }
    }
    for (Violation violation : violations) {
      told.add(violation.message() + violation.actual() + violation.actualText());
    }
  }

  /** All of it: what was told, logged, recorded and written into raw files. */
  private List<String> everything() throws IOException {
    List<String> all = new ArrayList<>(told);
    all.addAll(CapturedLog.lines());
    EntryCodec codec = new EntryCodec();
    for (Entry entry : ledger.entries()) {
      all.add(new String(codec.encode(entry).bytes(), StandardCharsets.UTF_8));
    }
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.add(Files.readString(file));
      }
    }
    return all;
  }

  private static boolean leaks(String text) {
    return text.toLowerCase(Locale.ROOT).contains("kanarien")
        || text.replace(".", "").contains(DIGITS);
  }

  private void assertClean() throws IOException {
    List<String> all = everything();
    assertTrue(all.stream().anyMatch(text -> text.contains("withholds every output")), "no log");
    for (String text : all) {
      assertFalse(leaks(text), text);
    }
  }

  /** What the search would have to find: the same fields, of which the schema says nothing. */
  @Test
  @Rule("F7")
  void clear_categories_and_numbers_do_come_out() {
    List<Field> inputs = SCHEMA.inputs().stream().map(f -> Field.category(f.name())).toList();
    List<Field> clear = new ArrayList<>(inputs);
    clear.set(1, Field.number("amount"));
    clear.set(3, Field.number("age"));
    ModelSchema open = ModelSchema.of("credit-risk", "3", clear, List.of(Field.category("label")));
    OutputPolicy policy =
        RulePolicy.builder("p").allowed("label", "label", "x").atMost("age", 1, "age").build();
    Prediction prediction =
        open.prediction()
            .wrap("1", new double[] {1, 48.15162342}, new double[0], "m", "3", "a " + WORD);
    tell(policy.bind(open).evaluate(prediction));
    assertEquals(2, told.stream().filter(t -> t.contains(WORD)).count());
    assertTrue(told.stream().allMatch(NothingLeaksTest::leaks), told::toString);
  }

  @Test
  @Rule("F7")
  void a_quote_comes_out_where_it_was_asked_for_and_nowhere_else() throws IOException {
    RulePolicy quoting =
        Examples.parse(
            "{'name':'p','rules':[{'id':'quoting','kind':'terms','fields':['label'],'quote':true,"
                + "'terms':['kanarienvogel']},{'id':'silent','kind':'terms','fields':['label'],"
                + "'terms':['vogel'],'match':'substring'}]}");
    Guard guard = guard(quoting, Recording.ALL);
    Verdict.Deny deny =
        assertInstanceOf(Verdict.Deny.class, guard.check(prediction("1", "a " + WORD + " sings")));
    guard.close();
    for (Violation violation : deny.violations()) {
      assertEquals(violation.rule().equals("quoting"), leaks(violation.message()));
    }
    String record =
        new String(
            new EntryCodec().encode(ledger.entries().get(1)).bytes(), StandardCharsets.UTF_8);
    assertEquals(2, record.split(WORD, -1).length, "once: " + record);
    assertFalse(record.contains("sings"));
  }

  @Test
  @Rule("F7")
  void of_a_policy_that_fails_only_the_class_comes_out() throws IOException {
    String secret = WORD + " " + DIGITS;
    List<Throwable> failures =
        List.of(new IllegalStateException(secret), new AssertionError(secret));
    for (Throwable failure : failures) {
      Scripted failing = Scripted.throwing("failing", failure);
      Guard alone = guard(failing, Recording.ALL);
      Guard member =
          guard(
              Shadow.of(Policies.allOf("outer", failing))
                  .candidate(Scripted.throwing("candidate", failure))
                  .build(),
              Recording.ALL);
      for (Guard guard : List.of(alone, member)) {
        tell(guard.check(predictions().get(0)));
        tell(
            guard
                .<String, String>governed(
                    in -> in,
                    (in, out, view) -> {
                      throw new IllegalStateException(secret);
                    })
                .apply("x")
                .verdict());
        guard.override(
            OverrideMode.DENY, "user:a", "stop", Instant.now().plus(Duration.ofMinutes(1)));
        told.add(guard.health().toString());
        guard.close();
      }
    }
    assertClean();
  }
}
