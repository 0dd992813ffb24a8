package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.governance4j.Health;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class LogSignerTest {
  private final ToyMlDsaKey mlDsa = new ToyMlDsaKey();
  private final LogKeys keys = LogKeys.of(Logs.KEY).withMlDsa(mlDsa, ToyMlDsaKey::verifier);
  private final MemoryDisk disk = new MemoryDisk();
  private final Hands hands = new Hands();

  /** A clock that is put where the test wants it. */
  private static final class Hands extends Clock {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private LedgerLog create() throws IOException {
    return LedgerLog.create(disk, Logs.ORIGIN, keys, hands, Logs.SMALL);
  }

  private static int signatures(LedgerLog log, boolean onDemand) throws IOException {
    log.append(Logs.leaves(List.of(new byte[] {1})));
    return log.publish(onDemand).signatures().size();
  }

  @Test
  @Rule("L110")
  void ml_dsa_signs_on_demand_and_once_a_minute_by_itself() throws IOException {
    try (LedgerLog log = create()) {
      assertEquals(1, signatures(log, false));
      assertEquals(2, signatures(log, true));
      hands.now = hands.now.plus(Duration.ofSeconds(59));
      assertEquals(1, signatures(log, false));
      hands.now = hands.now.plus(Duration.ofSeconds(1));
      assertEquals(2, signatures(log, false), "a minute since the last one");
      assertEquals(1, signatures(log, false));
      hands.now = hands.now.minus(Duration.ofDays(1));
      assertEquals(2, signatures(log, false), "a clock that was put back");
      assertEquals(1, signatures(log, false));
      SignedNote signed = log.publish(true);
      assertEquals(2, signed.signatures().size(), "over the same entries");
      assertEquals(signed, log.publish(true), "once is enough");
    }
  }

  @Test
  @Rule("L110")
  void a_ledger_with_both_signatures_opens_again_and_verifies_under_both_keys() throws IOException {
    create().close();
    for (int i = 0; i < 3; i++) {
      try (LedgerLog log = LedgerLog.open(disk, keys, hands, Logs.SMALL)) {
        assertEquals(2, signatures(log, true));
      }
    }
    String lines = new String(disk.content(SignedLog.NAME), StandardCharsets.UTF_8);
    assertTrue(lines.lines().allMatch(line -> line.contains(" — " + Logs.ORIGIN + " ")), lines);

    NoteVerifier second = new CheckpointSigner(Logs.ORIGIN, keys, hands).verifiers().get(1);
    LedgerVerifier verifier = Logs.verifier().withSigner(second);
    assertEquals(3, verifier.verify(disk).size());
    assertEquals(3, LedgerVerifier.of(second).withForeignEntries().verify(disk).size());
    try (LedgerLog log = LedgerLog.open(disk, Logs.KEY, Logs.SMALL)) {
      assertEquals(1, signatures(log, true));
    }
    assertThrows(NoteRejected.class, () -> verifier.verify(disk), "one of the two did not sign");
    assertEquals(4, Logs.verifier().verify(disk).size());
  }

  @Test
  @Rule("L111")
  void without_ml_dsa_checkpoints_go_on_and_health_says_so() {
    try (FileLedger ledger =
        FileLedger.start(
            disk,
            Logs.ON_DEMAND,
            () -> () -> {},
            () -> LedgerLog.create(disk, Logs.ORIGIN, keys, hands, Limits.DEFAULT))) {
      assertEquals(2, ledger.vkeys().size());
      assertEquals(Health.Status.UP, ledger.health().status());
      ledger.append(Logs.approval().build());
      mlDsa.signatureBytes = 1;
      assertEquals(1, ledger.publish().signatures().size());
      Health health = ledger.health();
      assertEquals(Health.Status.DEGRADED, health.status());
      assertTrue(health.detail().contains("no ML-DSA signature"), health.detail());
      assertEquals(1, ledger.publish().signatures().size(), "it is tried again");
      mlDsa.signatureBytes = 2420;
      assertEquals(2, ledger.publish().signatures().size());
      assertEquals(Health.Status.UP, ledger.health().status());
    }
  }

  @Test
  void a_key_that_never_failed_is_not_reported() {
    LogSigner signer = new LogSigner(Logs.ORIGIN, keys, hands);
    assertNull(signer.withoutMlDsa());
    assertEquals(2, signer.vkeys().size());
  }
}
