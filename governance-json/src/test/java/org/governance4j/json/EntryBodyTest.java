package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.governance4j.Decision;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.ModelRef;
import org.governance4j.Obligation;
import org.governance4j.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntryBodyTest {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  /** One body of every type, optional members there by chance. */
  private static List<EntryBody> bodies(Random random) {
    return List.of(
        new Approval(any(random, Decision.Outcome.values()), text(random), digest(random)),
        new RiskAssessment(Decision.Outcome.REJECTED, text(random), digest(random)),
        new HumanOverride(
            "allow", text(random), time(random), count(random), text(random), count(random), null),
        HumanOverride.order("deny", "stop", TIME),
        HumanOverride.end("over", count(random)),
        judged(Entry.Types.POLICY_VIOLATION, random),
        judged(Entry.Types.PREDICTION, random),
        new DriftAlert(
            "adwin",
            "up",
            random.nextInt(9),
            count(random),
            count(random),
            number(random),
            number(random),
            number(random),
            number(random)),
        new Deploy(
            "cleared",
            text(random),
            maybe(random, () -> Seeds.object(random, 2)),
            text(random),
            maybe(random, () -> new Deploy.ApprovalPlace("a.example/log", 3, 9, some(random))),
            text(random),
            text(random)),
        Deploy.replaced("better", "p1", "credit"),
        new ArtifactVerified(some(random), "key:1", digest(random)),
        erasure(random),
        new KeyEvent(any(random, KeyEvent.Event.values()), "old", "new", text(random)),
        new KeyEvent(KeyEvent.Event.ROTATED, "old", "new", "a\n1\n\n— a x\n", text(random)),
        new RollOver(RollOver.Event.ENDED, "a.example/log", "key", null, text(random)),
        new RollOver(RollOver.Event.BEGUN, "a.example/log", "key", "a\n1\n", text(random)),
        new IndexCommitment(List.of("type", "model"), 17, random.nextInt(99), some(random)),
        heartbeat(random),
        new Loss(5, maybe(random, () -> Map.of("override", 2L, "x", 3L)), time(random), null));
  }

  private static JudgedPrediction judged(String type, Random random) {
    return new JudgedPrediction(
        type,
        any(random, Verdict.Action.values()),
        maybe(random, () -> any(random, Verdict.Action.values())),
        maybe(random, () -> "open"),
        count(random),
        maybe(random, () -> any(random, Verdict.Cause.values())),
        maybe(random, () -> breaches(random)),
        count(random),
        maybe(
            random,
            () ->
                List.of(
                    new JudgedPrediction.Duty(
                        any(random, Obligation.Operation.values()), Seeds.text(random)))),
        count(random),
        maybe(random, () -> Seeds.object(random, 2)),
        maybe(random, () -> Seeds.object(random, 1)),
        count(random),
        digest(random));
  }

  private static List<JudgedPrediction.Breach> breaches(Random random) {
    return IntStream.range(0, random.nextInt(3))
        .mapToObj(i -> new JudgedPrediction.Breach("r" + i, text(random), Seeds.text(random)))
        .toList();
  }

  private static Erasure erasure(Random random) {
    List<Long> entries = IntStream.range(0, random.nextInt(5)).mapToObj(i -> i * 7L).toList();
    List<String> digests =
        new EntryCodec()
                .encode(
                    Entry.builder("t", "a", "s")
                        .time(TIME)
                        .sensitive("name", JsonValue.of("x"))
                        .build())
                .disclosures()
                .stream()
                .map(EntryCodec.Disclosure::digest)
                .toList();
    return new Erasure(some(random), "GDPR Art. 17(1)(b)", entries, digests);
  }

  private static Heartbeat heartbeat(Random random) {
    Set<String> names = new TreeSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      names.add("s" + random.nextInt(50));
    }
    List<StreamHead> heads =
        names.stream()
            .map(n -> random.nextBoolean() ? StreamHead.start(n) : head(n, random))
            .collect(Collectors.toList());
    return new Heartbeat(random.nextInt(99), Duration.ofSeconds(60), heads, random.nextInt(2));
  }

  private static StreamHead head(String name, Random random) {
    return new StreamHead(name, 1 + random.nextInt(9), some(random));
  }

  private static <T> T maybe(Random random, Supplier<T> value) {
    return random.nextInt(3) == 0 ? null : value.get();
  }

  private static <T> T any(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  private static String text(Random random) {
    return maybe(random, () -> "t" + Seeds.text(random));
  }

  private static Long count(Random random) {
    return maybe(random, () -> random.nextLong() & ((1L << 53) - 1));
  }

  private static Double number(Random random) {
    return maybe(random, () -> Seeds.anyDouble(random));
  }

  private static Instant time(Random random) {
    return maybe(random, () -> TIME.plusNanos(random.nextInt(1_000_000_000)));
  }

  private static Digest digest(Random random) {
    return maybe(random, () -> some(random));
  }

  private static Digest some(Random random) {
    return Digest.sha256(new byte[] {(byte) random.nextInt()});
  }

  private static byte[] bytes(Entry entry) {
    return new EntryCodec().encode(entry).bytes();
  }

  /** The same body in an envelope with everything an envelope can have, and members of its own. */
  private static Entry enveloped(EntryBody body) {
    return body.writeTo(
            Entry.builder(body.type(), "user:alice", "model:m")
                .time(TIME)
                .request("r-1")
                .policy("p7")
                .model(new ModelRef("m", "1", Digest.sha256(new byte[0])))
                .attribute("zz", JsonValue.array(JsonValue.NULL))
                .commitments(List.of("A".repeat(43))))
        .build();
  }

  @ParameterizedTest
  @MethodSource("org.governance4j.json.Seeds#some")
  // @Rule("J11")
  void a_body_reads_back_and_is_written_again_to_the_same_bytes(long seed) {
    for (EntryBody body : bodies(new Random(seed))) {
      for (Entry written :
          List.of(enveloped(body), body.toEntry("user:a", "b:c").toBuilder().time(TIME).build())) {
        byte[] bytes = bytes(written);
        Entry read = EntryCodec.decode(bytes);

        EntryBody again = EntryBody.of(read);

        assertEquals(body, again, "seed " + seed);
        assertEquals(Optional.of(body), EntryBody.from(read), "seed " + seed);
        assertArrayEquals(
            bytes, bytes(again.writeTo(read.toBuilder()).build()), "seed " + seed + " " + body);
      }
    }
  }

  @Test
  // @Rule("J11")
  void every_type_has_its_record() {
    Set<String> types =
        bodies(new Random(1)).stream().map(EntryBody::type).collect(Collectors.toSet());

    assertEquals(
        Set.of(
            "approval",
            "override",
            "risk-assessment",
            "policy-violation",
            "prediction",
            "drift-alert",
            "deploy",
            "artifact-verified",
            "erasure",
            "key-event",
            "roll-over",
            "index-commitment",
            "heartbeat",
            "loss"),
        types);
    assertEquals(
        Set.of(EntryBody.class.getPermittedSubclasses()),
        bodies(new Random(1)).stream().map(EntryBody::getClass).collect(Collectors.toSet()));
  }

  @Test
  // @Rule("J11")
  void a_decision_and_the_record_of_its_type_are_the_same_entry() {
    ModelRef model = new ModelRef("m", "1", Digest.sha256(new byte[0]));
    Digest basis = Digest.sha256(new byte[] {1});
    for (String type : List.of(Entry.Types.APPROVAL, Entry.Types.RISK_ASSESSMENT)) {
      Entry entry =
          new Decision(type, "user:a", Decision.Outcome.APPROVED, model, "checked", basis)
              .toEntry();
      EntryBody expected =
          type.equals(Entry.Types.APPROVAL)
              ? new Approval(Decision.Outcome.APPROVED, "checked", basis)
              : new RiskAssessment(Decision.Outcome.APPROVED, "checked", basis);

      assertEquals(expected, EntryBody.of(entry));
      assertEquals(entry, expected.toEntry("user:a", "model:m").toBuilder().model(model).build());
    }
  }

  @Test
  // @Rule("J11")
  void an_alert_and_a_loss_as_the_monitor_writes_them_are_read() {
    String envelope = "\"subject\":\"stream:x\",\"ts\":\"2026-01-02T03:04:05.678Z\",";
    Entry alert =
        EntryCodec.decode(
            utf8(
                "{\"actor\":\"monitor:m\",\"after\":0.75,\"before\":0.1,\"changeIndex\":960,"
                    + "\"detector\":\"adwin\",\"direction\":\"up\",\"index\":1023,"
                    + "\"statistic\":0.65,"
                    + envelope
                    + "\"threshold\":0.2,\"type\":\"drift-alert\",\"v\":1,\"warningIndex\":1000}"));
    assertEquals(
        new DriftAlert("adwin", "up", 1023, 960L, 1000L, 0.65, 0.2, 0.1, 0.75),
        EntryBody.of(alert));
    Entry loss =
        EntryCodec.decode(
            utf8(
                "{\"actor\":\"monitor:m\",\"count\":17,"
                    + envelope
                    + "\"type\":\"loss\",\"v\":1}"));
    assertEquals(new Loss(17, null, null, null), EntryBody.of(loss));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("org.governance4j.json.Seeds#some")
  // @Rule("J12")
  void a_member_of_another_shape_makes_it_no_such_body_and_is_named(long seed) {
    for (EntryBody body : bodies(new Random(seed))) {
      Entry entry = enveloped(body);
      for (String name : entry.attributes().members().keySet()) {
        if (name.equals("zz")) {
          continue;
        }
        // No body has a boolean.
        Entry broken = entry.toBuilder().attribute(name, JsonValue.of(true)).build();

        assertEquals(Optional.empty(), EntryBody.from(broken), name + " of " + body);
        String why = assertThrows(InvalidData.class, () -> EntryBody.of(broken)).getMessage();
        assertTrue(why.contains(name), why);
        assertArrayEquals(bytes(broken), bytes(EntryCodec.decode(bytes(broken))));
      }
    }
  }

  static Stream<Entry> withoutBody() {
    Entry.Builder heartbeat =
        Heartbeat.of(3, Duration.ofSeconds(1), List.of()).writeTo(builder("heartbeat"));
    return Stream.of(
        builder("approval").build(),
        builder("approval").decision("perhaps").build(),
        builder("override").reason("no decision").build(),
        builder("override")
            .decision("allow")
            .attribute("expires", JsonValue.of("2026-01-01T00:00:00.000Z"))
            .build(),
        builder("prediction").decision("allowed").build(),
        builder("artifact-verified").decision("rejected").build(),
        builder("loss").attribute("count", JsonValue.of(0)).build(),
        builder("loss").attribute("count", JsonValue.of(-1)).build(),
        builder("loss").attribute("count", JsonValue.of(1.5)).build(),
        builder("loss")
            .attribute("count", JsonValue.of(2))
            .attribute("types", JsonValue.object().with("x", JsonValue.of(1)))
            .build(),
        heartbeat.attribute("moreStreams", JsonValue.of(0)).build(),
        builder("key-event").decision("rotated").attribute("key", JsonValue.of("k")).build(),
        builder("deploy")
            .decision("cleared")
            .attribute("approval", JsonValue.object().with("origin", JsonValue.of("o")))
            .build());
  }

  private static Entry.Builder builder(String type) {
    return Entry.builder(type, "a", "s").time(TIME);
  }

  @ParameterizedTest
  @MethodSource("withoutBody")
  // @Rule("J12")
  void an_entry_that_does_not_say_what_its_type_says_has_no_body(Entry entry) {
    assertEquals(Optional.empty(), EntryBody.from(entry));
    assertThrows(InvalidData.class, () -> EntryBody.of(entry));
  }

  @Test
  // @Rule("J12")
  void an_item_with_a_member_too_many_is_not_cut_down_to_one_that_is_known() {
    Map<String, JsonValue> item = new LinkedHashMap<>();
    item.put("rule", JsonValue.of("r"));
    item.put("message", JsonValue.of("m"));
    Entry plain = violation(new JsonValue.Obj(item));
    item.put("more", JsonValue.of("x"));

    assertTrue(EntryBody.from(plain).isPresent());
    assertEquals(Optional.empty(), EntryBody.from(violation(new JsonValue.Obj(item))));
  }

  private static Entry violation(JsonValue item) {
    return builder("policy-violation")
        .decision("deny")
        .attribute("violations", JsonValue.array(item))
        .build();
  }

  @Test
  // @Rule("J12")
  void a_type_that_is_not_known_has_no_body() {
    Entry entry = builder("complaint").build();

    assertEquals(Optional.empty(), EntryBody.from(entry));
    String why = assertThrows(InvalidData.class, () -> EntryBody.of(entry)).getMessage();
    assertTrue(why.contains("complaint") && why.contains("heartbeat"), why);
  }

  @Test
  // @Rule("J14")
  void the_longest_heartbeat_and_the_longest_erasure_fit() {
    List<StreamHead> heads = new ArrayList<>();
    for (int i = 0; i < Heartbeat.MAX_STREAMS + 50; i++) {
      String name = String.format("%0" + StreamStamp.MAX_NAME + "d", i);
      heads.add(new StreamHead(name, (1L << 53) - 1, Digest.sha256(new byte[] {(byte) i})));
    }
    Heartbeat beat = Heartbeat.of((1L << 53) - 1, Duration.ofMinutes(1), heads);
    assertEquals(50, beat.moreStreams());
    assertEquals(heads.subList(0, Heartbeat.MAX_STREAMS), beat.streams());
    bytes(enveloped(beat));

    List<Long> entries = new ArrayList<>();
    List<String> digests = new ArrayList<>();
    for (int i = 0; i < Erasure.MAX_LISTED; i++) {
      entries.add((1L << 53) - 1 - Erasure.MAX_LISTED + i);
      digests.add("A".repeat(43));
    }
    bytes(enveloped(new Erasure(Digest.sha256(new byte[0]), "basis", entries, digests)));
    entries.add((1L << 53) - 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Erasure(Digest.sha256(new byte[0]), "basis", entries, digests));
  }

  @Test
  // @Rule("J14")
  void a_heartbeat_refuses_what_would_not_read_back() {
    StreamHead a = StreamHead.start("a");
    StreamHead b = StreamHead.start("b");
    Duration second = Duration.ofSeconds(1);
    for (List<StreamHead> heads : List.of(List.of(b, a), List.of(a, a))) {
      assertThrows(IllegalArgumentException.class, () -> new Heartbeat(0, second, heads, 0));
    }
    for (Duration interval :
        List.of(Duration.ZERO, Duration.ofNanos(1_500_000), second.negated())) {
      assertThrows(IllegalArgumentException.class, () -> new Heartbeat(0, interval, List.of(), 0));
    }
    assertEquals(List.of(a, b), Heartbeat.of(0, second, List.of(b, a)).streams());
  }
}
