package org.governance4j.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.governance4j.Verdict;
import org.governance4j.json.Deploy;
import org.governance4j.json.EntryBody;
import org.governance4j.json.HumanOverride;
import org.governance4j.json.JudgedPrediction;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class GuardEntriesTest {

  @Test
  @Rule("J11")
  void what_a_guard_writes_is_read_as_values() {
    MemoryLedger ledger = new MemoryLedger();
    Guard guard = Fixture.guard(ledger, Fixture::denyLow).recording(Recording.ALL).start();
    guard.check(Fixture.prediction(0.3));
    guard.check(Fixture.prediction(0.9));
    guard.override(OverrideMode.ALLOW, "user:alice", "incident", Fixture.START.plusSeconds(60));
    guard.check(Fixture.prediction(0.3));
    guard.endOverride("user:alice", "over");

    List<EntryBody> bodies = ledger.entries.stream().map(EntryBody::of).toList();

    assertEquals(new Deploy("uncleared", null, null, null, null, null, null), bodies.get(0));
    JudgedPrediction denied = assertInstanceOf(JudgedPrediction.class, bodies.get(1));
    assertEquals(Entry.Types.POLICY_VIOLATION, denied.type());
    assertEquals(Verdict.Action.DENY, denied.verdict());
    assertEquals(Verdict.Cause.POLICY, denied.cause());
    assertEquals(
        List.of(new JudgedPrediction.Breach("low_confidence", "confidence", "too low")),
        denied.violations());
    assertEquals(
        JsonValue.object()
            .with("confidence", JsonValue.of(0.3))
            .with("label", JsonValue.of("approve")),
        denied.outputs());
    JudgedPrediction allowed = assertInstanceOf(JudgedPrediction.class, bodies.get(2));
    assertEquals(Entry.Types.PREDICTION, allowed.type());
    assertEquals(Verdict.Action.ALLOW, allowed.verdict());
    assertEquals(
        HumanOverride.order("allow", "incident", Fixture.START.plusSeconds(60)), bodies.get(3));
    JudgedPrediction released = assertInstanceOf(JudgedPrediction.class, bodies.get(4));
    assertEquals(Verdict.Action.DENY, released.judged());
    assertEquals(3L, released.override());
    assertEquals(HumanOverride.end("over", 3L), bodies.get(5));
  }
}
