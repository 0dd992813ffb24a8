package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The harnesses are held against mistakes that are made on purpose: each has to be caught. */
@Timeout(300)
class PlantedBugsTest {
  /** A step or a check that is left out, and who has to notice. */
  enum Bug {
    NO_CRC(
        Harnesses.DAMAGE,
        "WalReader",
        "return view.getInt(at + WriteAheadLog.HEADER - 4) == (int) crc.getValue();",
        "return true;"),
    LENGTH_TRUSTED(
        Harnesses.DAMAGE,
        "WalReader",
        "|| length > Entry.MAX_BYTES\n        || length > piece.length - at - WriteAheadLog.HEADER",
        ""),
    INDEX_NOT_COMPARED(
        Harnesses.DAMAGE, "WalReader", "isGood(next) && index(next) == nextIndex", "isGood(next)"),
    TORN_TAIL_NOT_CUT(
        Harnesses.POWER, "WriteAheadLog", "segment.truncate(replay.end());", "segment.size();"),
    LAST_COMMIT_NOT_REWRITTEN(
        Harnesses.POWER, "WriteAheadLog", "if (piece != null) {", "if (at < 0) {"),
    LAST_SIGNATURE_NOT_REWRITTEN(
        Harnesses.POWER, "SignedLog", "file.overwrite(start, ByteBuffer.wrap(last));", ""),
    SEGMENT_RELEASED_TOO_EARLY(
        Harnesses.POWER,
        "Publication",
        "segments.element() > tiles.settled()",
        "segments.element() > tiles.size() + 300"),
    PARTIAL_TILES_REMOVED_TOO_EARLY(
        Harnesses.POWER,
        "TileWriter",
        "    files.writeAll(unknown);\n    files.sync();\n",
        "    for (Waiting full : waiting) {\n"
            + "      files.deleteDirectory(full.path.directory());\n"
            + "    }\n"
            + "    files.writeAll(unknown);\n"
            + "    files.sync();\n"),
    CHECKPOINT_BEFORE_ITS_MEMORY(
        Harnesses.POWER,
        "Publication",
        "    signed.append(checkpoint, note);\n"
            + "    files.write(LedgerLog.CHECKPOINT, note.encode(), Disk.Access.PUBLIC);\n"
            + "    files.sync();\n",
        "    files.write(LedgerLog.CHECKPOINT, note.encode(), Disk.Access.PUBLIC);\n"
            + "    files.sync();\n"
            + "    signed.append(checkpoint, note);\n"),
    CHECKPOINT_NOT_DURABLE_WHEN_OPENED(
        Harnesses.POWER,
        "LedgerLog",
        "    disk.syncDirectory(\"\");\n    WriteAheadLog wal = WriteAheadLog.resume",
        "    WriteAheadLog wal = WriteAheadLog.resume"),
    NEWLINE_BEFORE_A_DISCLOSURE(
        Harnesses.POWER,
        "Vault",
        "lines.append(line(first + i, leaf.subject(), disclosure)).append('\\n');",
        "lines.append('\\n').append(line(first + i, leaf.subject(), disclosure));"),
    REPETITION_LOGGED_AGAIN(
        Harnesses.POWER,
        "LedgerLog",
        "      if (known != null) {",
        "      if (known != null && key == null) {"),
    KEYS_OF_THE_LOG_FORGOTTEN(
        Harnesses.POWER,
        "LoggedEntries",
        "from < logged ? from : Math.min(Math.max(from, keyed), to)",
        "from < logged ? from : to"),
    KEYS_OF_A_RELEASED_SEGMENT_FORGOTTEN(
        Harnesses.POWER, "EntryIndex", "items.add(new IndexRun.Item(each.key, each.place));", ""),
    ACKNOWLEDGED_BEFORE_THE_FORCE(
        Harnesses.THREADS, "LedgerLog", "          wal.force();\n", "          wal.next();\n"),
    TWO_RECEIPTS_FOR_ONE_POSITION(
        Harnesses.THREADS,
        "Committer",
        "waiting.receipt().complete(receipt(placed, i, waiting));\n"
            + "      } else if (waiting.when() == Acknowledgement.PUBLISHED)",
        "waiting.receipt().complete(receipt(placed, 0, waiting));\n"
            + "      } else if (waiting.when() == Acknowledgement.PUBLISHED)");

    private final Harnesses harness;
    private final String source;
    private final String from;
    private final String to;

    Bug(Harnesses harness, String source, String from, String to) {
      this.harness = harness;
      this.source = source;
      this.from = from;
      this.to = to;
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rule("L74")
  void a_mistake_in_the_source_is_caught(Bug bug) throws Exception {
    Mutant mutant = Mutant.of(bug.source, bug.from, bug.to);
    Class<?> harnesses = Class.forName(Harnesses.class.getName(), true, mutant);
    Object harness = harnesses.getEnumConstants()[bug.harness.ordinal()];
    Method run = harnesses.getDeclaredMethod("run");
    run.setAccessible(true);
    String caught = null;
    try {
      run.invoke(harness);
    } catch (InvocationTargetException e) {
      assertFalse(e.getCause() instanceof LinkageError, () -> "cannot be run: " + e.getCause());
      caught = String.valueOf(e.getCause());
    }
    assertTrue(caught != null, () -> bug + " was not caught");
    System.out.println(bug + ": " + caught);
  }

  /** {@link PowerLossTest} says so of the power failures. */
  @ParameterizedTest
  @EnumSource(names = {"DAMAGE", "THREADS"})
  @Rule("L74")
  void without_a_mistake_nothing_is_caught(Harnesses harness) throws Exception {
    harness.run();
  }

  @ParameterizedTest
  @EnumSource
  @Rule("L74")
  void a_step_left_out_on_the_way_to_the_disk_is_caught(LyingDisk.Lie lie) {
    PowerLoss enumeration = new PowerLoss(300_000, 2000, disk -> new LyingDisk(disk, lie));
    String caught = null;
    try {
      enumeration.run();
    } catch (PowerLoss.Violation e) {
      caught = e.getMessage();
    }
    assertTrue(caught != null, () -> lie + " was not caught in " + enumeration);
    System.out.println(lie + " caught after " + enumeration + ": " + caught);
  }
}
