package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.governance4j.BoundPolicy;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyBenchTest {
  private static final String SURE = "{\"outputs\":[0.9]}";
  private static final String UNSURE = "{\"outputs\":[0.1]}";

  @TempDir Path dir;
  private Path schema;
  private Path policy;

  @BeforeEach
  void files() throws IOException {
    schema =
        Files.writeString(
            dir.resolve("schema.json"),
            "{\"name\":\"m\",\"version\":\"1\",\"inputs\":[],"
                + "\"outputs\":[{\"name\":\"confidence\",\"type\":\"number\"}]}");
    policy =
        Files.writeString(
            dir.resolve("policy.json"),
            "{\"name\":\"p\",\"rules\":[{\"id\":\"low\",\"kind\":\"at_least\","
                + "\"field\":\"confidence\",\"limit\":0.7}]}");
  }

  private Cli.Result bench(List<String> predictions, Object... more) throws IOException {
    Path file = Files.write(dir.resolve("predictions.jsonl"), predictions);
    List<Object> args = new ArrayList<>();
    args.addAll(
        List.of(
            "policy",
            "bench",
            "--schema",
            schema,
            "--policy",
            policy,
            "--predictions",
            file,
            "--round-millis",
            "2",
            "--warm-up-millis",
            "1"));
    args.addAll(List.of(more));
    return governance(args.toArray());
  }

  private static double number(JsonValue.Obj object, String name) {
    return ((JsonValue.Num) object.get(name)).asDouble();
  }

  @Test
  // @Rule("X18")
  void time_allocation_and_the_share_of_each_action_are_reported() throws IOException {
    Cli.Result result =
        bench(List.of(SURE, UNSURE, SURE, "", SURE), "--json", "--rounds", "5").holds();
    assertEquals("", result.err());
    JsonValue.Obj object = result.object();
    assertEquals(4, number(object, "predictions"));
    assertEquals(5, number(object, "rounds"));
    assertEquals(0, number(object, "verdictsPerRound") % 4);
    assertTrue(number(object, "bytesPerVerdict") > 0, "denials allocate");
    JsonValue.Obj nanos = (JsonValue.Obj) object.get("nanosPerVerdict");
    double last = 0;
    for (String name : List.of("min", "q1", "median", "q3", "max")) {
      assertTrue(number(nanos, name) >= last, () -> name + " in " + nanos);
      last = number(nanos, name);
    }
    assertTrue(last > 0, nanos::toString);
    assertEquals(
        JsonValue.object()
            .with("allow", JsonValue.of(3))
            .with("allow_with", JsonValue.of(0))
            .with("escalate", JsonValue.of(0))
            .with("deny", JsonValue.of(1)),
        object.get("actions"));
  }

  @Test
  // @Rule("X18")
  void allowing_is_seen_to_allocate_nothing() throws IOException {
    JsonValue.Obj object = bench(List.of(SURE), "--json").holds().object();
    assertTrue(number(object, "bytesPerVerdict") < 0.01, object::toString);
  }

  @Test
  void people_read_median_bytes_and_shares() throws IOException {
    String out = bench(List.of(SURE, SURE, UNSURE), "--rounds", "3").holds().out();
    for (String words :
        List.of(
            "policy p, sha256:",
            " ns per verdict; half of the rounds from ",
            " bytes allocated per verdict\n",
            "allow: 66.7 % (2 of 3)\n",
            "deny: 33.3 % (1 of 3)\n",
            "3 rounds of ",
            "no JMH")) {
      assertTrue(out.contains(words), out);
    }
  }

  @Test
  void a_line_that_is_no_prediction_ends_it() throws IOException {
    bench(List.of(SURE, "", "{\"outputs\":[\"a\"]}")).notDone("jsonl:3: ", "\"confidence\"");
    bench(List.of("")).notDone("has no predictions");
  }

  @ParameterizedTest
  @CsvSource({
    "--rounds,2,3 to 1000",
    "--rounds,1001,3 to 1000",
    "--round-millis,0,1 to 10000",
    "--warm-up-millis,-1,0 to 60000",
  })
  void a_parameter_out_of_range_is_named_with_its_limits(String option, String value, String limits)
      throws IOException {
    Path file = Files.writeString(dir.resolve("p"), SURE);
    governance(
            "policy",
            "bench",
            "--schema",
            schema,
            "--policy",
            policy,
            "--predictions",
            file,
            option,
            value)
        .notDone(option, value, limits);
  }

  private record Counting(ModelSchema schema, AtomicLong clock, int from, int[] count)
      implements BoundPolicy {
    @Override
    public String revision() {
      return "r";
    }

    /** Takes 10 ns, and denies from one evaluation on. */
    @Override
    public Verdict evaluate(Prediction prediction) {
      clock.addAndGet(10);
      return count[0]++ < from
          ? Verdict.ALLOW
          : Verdict.Deny.of(Verdict.Cause.POLICY, "r", "again");
    }
  }

  private static Rounds rounds(AtomicLong clock, int from) {
    ModelSchema schema = ModelSchema.of("m", "1", List.of(), List.of(Field.number("a")));
    Prediction prediction = schema.prediction().wrap(null, new double[0], new double[1]);
    return new Rounds(
        new Counting(schema, clock, from, new int[1]), List.of(prediction, prediction), clock::get);
  }

  @Test
  // @Rule("X18")
  void a_verdict_of_10_ns_on_the_clock_is_measured_as_10_ns() {
    AtomicLong clock = new AtomicLong();
    List<Integer> heard = new ArrayList<>();
    Rounds.Result result = rounds(clock, Integer.MAX_VALUE).measure(1_000, 4, 2_000, heard::add);
    assertEquals(List.of(1, 2, 3, 4), heard);
    assertEquals(200, result.verdictsPerRound(), "2000 ns of 10 ns each");
    for (double nanos : result.nanos()) {
      assertEquals(10, nanos, 0);
    }
  }

  @Test
  void a_policy_that_changes_its_mind_is_not_timed() {
    NotDone failure =
        assertThrows(
            NotDone.class, () -> rounds(new AtomicLong(), 50).measure(1_000, 4, 2_000, done -> {}));
    assertTrue(String.valueOf(failure.getMessage()).contains("not answer the same"));
  }

  @Test
  void quartiles_are_interpolated_between_order_statistics() {
    // by hand; numpy 1.25: np.quantile([4, 1, 3, 2], [0, .25, .5, .75, 1])
    assertEquals(new Spread(1, 1.75, 2.5, 3.25, 4), Spread.of(4, 1, 3, 2));
    assertEquals(new Spread(7, 7, 7, 7, 7), Spread.of(7));
  }

  @Test
  void a_policy_with_windows_is_refused() throws IOException {
    String json = Files.readString(policy);
    Files.writeString(
        policy,
        json.substring(0, json.length() - 1)
            + ",\"windows\":[{\"id\":\"w\",\"kind\":\"quota\",\"window\":\"PT1H\",\"max\":9}]}");
    Cli.Result result = bench(List.of(SURE));
    assertEquals(2, result.code(), result::toString);
    assertTrue(result.err().contains("the policy has windows"), result::err);
  }
}
