package org.governance4j.ledger;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.governance4j.Checkpoint;
import org.governance4j.LedgerCorrupted;
import org.governance4j.SignedNote;

/**
 * Would this directory open? Goes through the same recovery as a writer does, which writes nothing,
 * and says what it would find: entries that are not published yet, a torn commit, damage.
 *
 * <p>Stateless.
 */
final class RecoveryExamination {
  private static final Pattern FILE = Pattern.compile("(\\.state/[\\w.-]+|tile/[\\w./]+\\w)");
  private static final Pattern OFFSET = Pattern.compile("at offset (\\d{1,18})");

  private static final String LOST =
      "restore .state, tile and checkpoint from one backup; entries that were acknowledged since"
          + " are lost with this file, and a ledger that is older than what it signed refuses to"
          + " sign";

  private RecoveryExamination() {}

  /** Whether the write-ahead log can be read. */
  static void frames(Disk disk, Findings findings) {
    try {
      List<Long> segments = WalReplay.segments(disk);
      if (segments.isEmpty()) {
        findings.damage(
            WriteAheadLog.DIRECTORY, null, "has no write-ahead log, no file wal-*.log", LOST);
      } else {
        WalReplay.read(disk, segments, (bytes, from, length) -> {});
      }
    } catch (LedgerCorrupted e) {
      damaged(disk, String.valueOf(e.getMessage()), findings);
    } catch (IOException e) {
      findings.unreadable(WriteAheadLog.DIRECTORY, e);
    }
  }

  /**
   * Whether a ledger whose files were found sound one by one can be opened.
   *
   * @param inUse whether entries may be there that are just being published
   */
  static void run(Disk disk, boolean inUse, Findings findings) {
    try {
      Checkpoint published =
          Checkpoint.parse(SignedNote.parse(LedgerLog.requireLedger(disk)).text());
      Recovery recovery = Recovery.of(disk, published);
      if (!inUse) {
        leftovers(recovery, published, findings);
      }
    } catch (LedgerCorrupted e) {
      damaged(disk, String.valueOf(e.getMessage()), findings);
    } catch (IOException e) {
      findings.unreadable(WriteAheadLog.DIRECTORY, e);
    }
  }

  private static void leftovers(Recovery recovery, Checkpoint published, Findings findings) {
    WalReplay replay = recovery.wal();
    String name = WriteAheadLog.name(replay.last());
    if (recovery.size() > published.size()) {
      findings.inform(
          name,
          (recovery.size() - published.size()) + " durable entries are not published yet",
          "open the ledger: that publishes them");
    }
    if (replay.torn() > 0) {
      findings.add(
          new Finding(
              Finding.Severity.INFO,
              name,
              Findings.offset(replay.end()),
              replay.torn()
                  + " bytes of a commit that was never acknowledged, as a crash leaves them",
              "nothing: opening the ledger removes them"));
    }
    if (replay.leftover() >= 0) {
      findings.inform(
          WriteAheadLog.name(replay.leftover()),
          "was about to take the place of " + name + " when a crash came",
          "nothing: opening the ledger removes it");
    }
  }

  private static void damaged(Disk disk, String message, Findings findings) {
    String found = message.replace(disk + "/", "");
    Matcher file = FILE.matcher(found);
    String name = file.find() ? file.group() : WriteAheadLog.DIRECTORY;
    if (findings.isDamaged(name)) {
      return; // was found before, and named more exactly
    }
    Matcher offset = OFFSET.matcher(found);
    findings.damage(
        name,
        offset.find() ? Findings.offset(Long.parseLong(offset.group(1))) : null,
        "the ledger cannot be opened: " + found,
        LOST);
  }
}
