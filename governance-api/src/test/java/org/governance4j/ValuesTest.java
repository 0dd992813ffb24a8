package org.governance4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuesTest {

  private static final ModelRef MODEL = new ModelRef("credit", "1.0", Digest.sha256(new byte[1]));

  @Test
  void verdicts_share_one_vocabulary() {
    assertEquals("allow", Verdict.Action.ALLOW.word());
    assertEquals("allow_with", Verdict.Action.ALLOW_WITH.word());
    assertEquals("escalate", Verdict.Action.ESCALATE.word());
    assertEquals("deny", Verdict.Action.DENY.word());
    assertTrue(Verdict.ALLOW.allowed());
    assertFalse(Verdict.Deny.of(Verdict.Cause.POLICY, "r", "m").allowed());
  }

  @Test
  void a_denial_an_escalation_and_a_condition_always_have_a_reason() {
    assertThrows(
        IllegalArgumentException.class, () -> new Verdict.Deny(Verdict.Cause.POLICY, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Verdict.Escalate(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Verdict.AllowWith(List.of()));
  }

  @Test
  void an_entry_keeps_what_it_was_given_and_cuts_the_time_to_the_millisecond() {
    Entry entry =
        Entry.builder(Entry.Types.APPROVAL, "user:alice", "model:credit")
            .time(Instant.parse("2026-01-02T03:04:05.678901Z"))
            .model(MODEL)
            .attribute("ticket", JsonValue.of(7))
            .sensitive("name", JsonValue.of("Alice Liddell"))
            .build();

    assertEquals(Instant.parse("2026-01-02T03:04:05.678Z"), entry.time());
    assertEquals(JsonValue.of(7), entry.attributes().get("ticket"));
    assertFalse(entry.toString().contains("Liddell"));
    Entry copy = entry.toBuilder().build();
    assertNotSame(entry, copy);
    assertEquals(entry, copy);
    assertEquals(entry.hashCode(), copy.hashCode());
  }

  @Test
  void an_entry_refuses_reserved_and_repeated_members() {
    Entry.Builder entry = Entry.builder("note", "user:alice", "model:credit");
    for (String reserved : Entry.RESERVED) {
      assertThrows(IllegalArgumentException.class, () -> entry.attribute(reserved, JsonValue.NULL));
      assertThrows(IllegalArgumentException.class, () -> entry.sensitive(reserved, JsonValue.NULL));
    }
    entry.model(MODEL).attribute("model", JsonValue.of("credit"));
    assertThrows(IllegalArgumentException.class, entry::build);
    assertThrows(IllegalArgumentException.class, () -> Entry.builder(" ", "a", "b"));
  }

  @Test
  void a_decision_becomes_an_entry_about_its_model() {
    Digest basis = Digest.sha256(new byte[2]);
    Entry entry =
        new Decision(
                Entry.Types.APPROVAL,
                "user:alice",
                Decision.Outcome.APPROVED,
                MODEL,
                "within appetite",
                basis)
            .toEntry();

    assertEquals("approved", entry.decision());
    assertEquals(MODEL, entry.model());
    assertEquals(JsonValue.of(basis.toString()), entry.attributes().get("basis"));
  }

  @Test
  void json_numbers_are_equal_by_value_and_refuse_what_json_cannot_carry() {
    assertEquals(JsonValue.of(1), JsonValue.of(1.0));
    assertEquals(JsonValue.of(100), new JsonValue.Num(new BigDecimal("1E2")));
    assertEquals(new JsonValue.Num(new BigDecimal("0.1")), JsonValue.of(0.1));
    assertThrows(IllegalArgumentException.class, () -> JsonValue.of(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> JsonValue.of(Double.NEGATIVE_INFINITY));
  }

  @Test
  void json_objects_keep_their_order_and_do_not_change() {
    Map<String, JsonValue> source = new LinkedHashMap<>();
    source.put("z", JsonValue.of(1));
    source.put("a", JsonValue.of(true));
    JsonValue.Obj object = new JsonValue.Obj(source);
    source.clear();

    assertEquals(List.of("z", "a"), new ArrayList<>(object.members().keySet()));
    JsonValue.Obj more = object.with("z", JsonValue.NULL);
    assertEquals(JsonValue.of(1), object.get("z"));
    assertEquals(JsonValue.NULL, more.get("z"));
    assertThrows(
        UnsupportedOperationException.class, () -> object.members().put("b", JsonValue.NULL));
  }

  @Test
  void health_is_never_better_than_its_worst_part() {
    Health part = Health.of("disk", Health.Status.DOWN, "full");
    Health whole = new Health("ledger", Health.Status.UP, "", List.of(part));

    assertEquals(Health.Status.DOWN, whole.status());
  }

  @Test
  void ignored_paths_stay_inside_the_artifact() {
    ArtifactSource source = ArtifactSource.of(Path.of("model"));

    assertEquals(List.of("a/b"), source.ignoring("a/b").ignored());
    for (String bad : List.of("", "/etc", "../x", "a/../../x", "..")) {
      assertThrows(IllegalArgumentException.class, () -> source.ignoring(bad), bad);
    }
  }

  @Test
  void null_objects_fail_the_safe_way() {
    assertThrows(
        ArtifactRejected.class,
        () ->
            ArtifactVerifier.none()
                .verify(ArtifactSource.of(Path.of("model")), SignatureBundle.of(new byte[] {1})));
    assertThrows(
        KeyUnavailable.class,
        () -> ArtifactSigner.none().sign(ArtifactSource.of(Path.of("model"))));
    assertThrows(KeyUnavailable.class, () -> KeyHandle.none().sign(new byte[0]));
    assertEquals(Health.Status.DEGRADED, DecisionLedger.none().health().status());
    assertThrows(LedgerUnavailable.class, () -> DecisionLedger.none().publish());
    assertEquals(DriftDetector.NONE, DriftDetector.none().update(1e300));
    assertEquals(DriftDetector.REFUSED, DriftDetector.none().update(Double.NaN));
    assertFalse(DriftTest.none().compare(new double[] {1}, new double[] {2}).drifted());
    assertEquals(0, LedgerReader.none().size());
  }
}
