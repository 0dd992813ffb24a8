package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.GovernanceException;
import org.governance4j.KeyHandle;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerUnavailable;
import org.governance4j.json.EntryCodec;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLedgerProviderTest {
  private final Components components =
      Components.load(FileLedgerProviderTest.class.getClassLoader());

  @TempDir private Path temp;

  private Settings settings() {
    return Settings.empty()
        .with("dir", temp.resolve("ledger").toString())
        .with(KeyHandle.class, Logs.KEY);
  }

  private DecisionLedger ledger(Settings settings) {
    return components.create(DecisionLedger.class, "file", settings);
  }

  @Test
  void a_ledger_is_made_once_and_then_opened() {
    Instant now = Instant.parse("2026-11-21T10:00:00Z");
    Settings making =
        settings()
            .with("origin", Logs.ORIGIN)
            .with("create", "true")
            .with("interval", "0")
            .with(Clock.class, Clock.fixed(now, ZoneOffset.UTC));
    for (int i = 0; i < 2; i++) {
      try (DecisionLedger ledger = ledger(making)) {
        assertEquals(Logs.ORIGIN, ledger.origin());
        assertEquals(i, ledger.append(Entry.builder("note", "a", "s").build()).index());
      }
    }
    try (DecisionLedger ledger = ledger(settings())) {
      assertEquals(Logs.ORIGIN, ledger.origin());
    }
    Settings reading = Settings.empty().with("dir", temp.resolve("ledger").toString());
    try (LedgerReader reader = components.create(LedgerReader.class, "file", reading)) {
      assertEquals(2, reader.size());
      assertEquals(now, EntryCodec.decode(reader.read(0, 1).get(0).bytes()).time());
    }
  }

  @Test
  void without_leave_to_make_one_a_missing_ledger_is_an_error() {
    assertThrows(LedgerUnavailable.class, () -> ledger(settings().with("origin", Logs.ORIGIN)));
    assertFalse(Files.exists(temp.resolve("ledger")));
  }

  @Test
  void a_setting_that_does_not_fit_is_named() {
    assertNamed("dri", settings().with("dri", "x"));
    assertNamed("dir", Settings.empty().with(KeyHandle.class, Logs.KEY));
    assertNamed("KeyHandle", Settings.empty().with("dir", temp.toString()));
    assertNamed("origin", settings().with("create", "true"));
    assertNamed("create", settings().with("create", "yes"));
    assertNamed("interval", settings().with("interval", "-1"));
    assertNamed("queue", settings().with("queue", "0"));
  }

  @Test
  void another_origin_than_that_of_the_ledger_is_an_error_and_releases_it() {
    Settings making = settings().with("origin", Logs.ORIGIN).with("create", "true");
    ledger(making).close();
    assertNamed("origin", settings().with("origin", "example.com/other"));
    ledger(making).close();
  }

  @Test
  @Rule("L119")
  void each_replica_has_a_name_below_that_of_the_service() {
    Settings making = settings().with("create", "true").with("instance", "eu-1");
    assertNamed("origin", making);
    assertNamed("instance", making.with("origin", "example.com/log/"));
    for (String wrong : List.of("", "a/b", "a b", "a+b", "x".repeat(240))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> ledger(making.with("origin", Logs.ORIGIN).with("instance", wrong)),
          wrong);
    }
    assertFalse(Files.exists(temp.resolve("ledger")));
    try (DecisionLedger ledger = ledger(making.with("origin", Logs.ORIGIN))) {
      assertEquals("example.com/log/eu-1", ledger.origin());
    }
    assertNamed("eu-2", making.with("origin", Logs.ORIGIN).with("instance", "eu-2"));
    ledger(making.with("origin", Logs.ORIGIN)).close();
  }

  @Test
  void a_reader_of_nothing_is_an_error() {
    Settings nowhere = Settings.empty().with("dir", temp.resolve("nowhere").toString());
    assertThrows(
        GovernanceException.class, () -> components.create(LedgerReader.class, "file", nowhere));
    assertThrows(
        IllegalArgumentException.class,
        () -> components.create(LedgerReader.class, "file", nowhere.with("key", "k")));
  }

  private void assertNamed(String key, Settings settings) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> ledger(settings)).getMessage();
    assertTrue(message.contains(key), message);
  }
}
