package org.governance4j.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.json.BodyRef;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.StrictJson;
import org.governance4j.ledger.BodyFiles;
import org.governance4j.ledger.FileLedger;
import org.governance4j.ledger.FileLedgerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Appends entries from stdin. */
@Command(
    name = "append",
    description = {
      "Appends entries, JSON lines on stdin: at least type, actor and subject; ts is filled in.",
      "Prints {\"durable\":true,\"index\":…,\"leafHash\":…} for each once it is durable, in order"
          + " (with or without --json), and publishes a checkpoint over all of them at the end.",
      "An entry whose idempotency, a string, is in the ledger already is not appended again: the"
          + " receipt is that of the first.",
      "A line that is no entry is named on stderr and left out; the others are appended; exit"
          + " code 2."
    })
@SuppressWarnings("NullAway.Init")
final class LedgerAppend implements Callable<Integer> {
  private final Console console;

  @Mixin LedgerToWrite target;

  @Option(
      names = "--sensitive",
      split = ",",
      paramLabel = "NAME",
      description =
          "Members whose values enter the ledger only as salted digests; their disclosures are kept"
              + " in the directory's vault.")
  private List<String> sensitive = List.of();

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description =
          "Append to this stream: each entry gets its place and the hash of the one before, so that"
              + " governance ledger verify --complete sees a gap. Its entries have no idempotency.")
  private @Nullable String stream;

  @Option(
      names = "--body",
      paramLabel = "MEMBER",
      description =
          "Of an entry that is too large, this member is kept in the directory's vault, and its"
              + " length and SHA-256 stand in the entry.")
  private @Nullable String body;

  @Mixin Standard standard;

  LedgerAppend(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    for (String name : sensitive) {
      if (Entry.RESERVED.contains(name)) {
        throw new NotDone(
            "--sensitive: \"" + name + "\" cannot be hidden; reserved are " + Entry.RESERVED);
      }
    }
    target.requireLedger();
    boolean complete;
    try (SoftwareKey signer = target.load(console);
        SoftwareKey second = target.loadMlDsa(console);
        FileLedger ledger =
            FileLedger.open(
                target.directory(), LedgerKeys.of(signer, second), FileLedgerConfig.defaults());
        Receipts receipts = new Receipts(console)) {
      complete = submitAll(stream == null ? ledger : ledger.stream(stream), receipts);
      complete &= receipts.await();
    }
    return complete ? ExitCode.HOLDS : ExitCode.NOT_DONE;
  }

  private boolean submitAll(DecisionLedger ledger, Receipts receipts) throws IOException {
    boolean complete = true;
    Lines lines = new Lines(console.in(), StrictJson.MAX_BYTES, () -> {});
    for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
      if (receipts.isBroken()) {
        throw new NotDone(
            "stopped at line " + line.number() + ": the ledger takes no more entries");
      }
      if (line.isBlank()) {
        continue;
      }
      Entry entry;
      try {
        entry = fit(entry(line.bytes()));
      } catch (InvalidData | IllegalArgumentException e) {
        console.message("line " + line.number() + " is not appended: " + Words.ofLine(e));
        complete = false;
        continue;
      }
      receipts.add(line.number(), ledger.submit(entry));
    }
    return complete;
  }

  /** Puts the member that may be large into the vault, if it has to be. */
  private Entry fit(Entry entry) {
    if (body == null) {
      return entry;
    }
    Entry timed = entry.time() == null ? entry.toBuilder().time(Instant.now()).build() : entry;
    BodyRef.Fitted fitted = BodyRef.fit(timed, body);
    byte[] large = fitted.body();
    if (large != null) {
      BodyFiles.ofLedger(target.directory()).store(large);
    }
    return fitted.entry();
  }

  private Entry entry(byte[] line) {
    Map<String, JsonValue> open = new LinkedHashMap<>(StrictJson.parseObject(line).members());
    Map<String, JsonValue> hidden = new LinkedHashMap<>();
    for (String name : sensitive) {
      JsonValue value = open.remove(name);
      if (value != null) {
        hidden.put(name, value);
      }
    }
    Entry.Builder entry = EntryCodec.fromJson(new JsonValue.Obj(open)).toBuilder();
    hidden.forEach(entry::sensitive);
    return entry.build();
  }
}
