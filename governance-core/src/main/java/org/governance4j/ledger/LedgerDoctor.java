package org.governance4j.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.governance4j.Checkpoint;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteVerifier;
import org.jspecify.annotations.Nullable;

/**
 * Examines a whole ledger directory, says of each thing that is wrong with it where it is and what
 * can be done, and changes nothing.
 *
 * <p>Where {@link LedgerVerifier} answers whether the published log holds and stops at the first
 * place that does not, the doctor goes on, and looks at what is private too:
 *
 * <ul>
 *   <li>the checkpoint: its form, its signature if the key is known or the log leads from it to the
 *       one that signs now, and whether it is among those that were signed
 *   <li>every tile and bundle, also older partial ones, against what is below and above it
 *   <li>the log of signed checkpoints: every line, its signature if the key is known or the log
 *       leads to it or from it to the known one, and its root against the tree
 *   <li>the write-ahead log, through the same recovery as opening would do, and what it holds that
 *       is not published yet
 *   <li>the vault: every line's checksum and disclosure, and whether its entry has its digest and
 *       subject
 *   <li>the reserve, leftovers of a crash, foreign files, pipes and links, and files that others
 *       may read or write
 * </ul>
 *
 * <p><b>What it cannot see</b> is what {@link LedgerVerifier} cannot see: a directory that was put
 * back, as a whole, to an earlier state of its own. Without a key a change of a signature alone
 * shows only where checkpoint and log of signed checkpoints differ.
 *
 * <p>Beside a writer, what it reads may be from two moments; a damage is then told only if it is
 * found again and again.
 *
 * <p>Stateless; safe for any number of threads. O(n) time; one bundle and one tile per level in
 * memory, beside what recovery takes.
 */
public final class LedgerDoctor {
  private static final int ATTEMPTS = 5;

  private LedgerDoctor() {}

  /**
   * Examines a directory.
   *
   * @param log the key of the ledger; null if signatures are not to be checked
   * @throws LedgerUnavailable if the directory is no ledger, or cannot be looked at
   */
  public static Diagnosis examine(Path directory, @Nullable NoteVerifier log) {
    return examine(directory, log, size -> {});
  }

  /**
   * Examines a directory, telling after every bundle how many entries have been examined.
   *
   * @param log the key of the ledger; null if signatures are not to be checked
   * @throws LedgerUnavailable if the directory is no ledger, or cannot be looked at
   */
  public static Diagnosis examine(
      Path directory, @Nullable NoteVerifier log, LongConsumer progress) {
    Disk disk = new ReadOnlyDisk(directory);
    try {
      boolean hasState = disk.exists(WriteAheadLog.DIRECTORY);
      if (!Files.isDirectory(directory)
          || !(disk.exists(LedgerLog.CHECKPOINT) || hasState || disk.exists("tile"))) {
        throw new LedgerUnavailable(
            directory + " is not a ledger directory: it has no " + LedgerLog.CHECKPOINT);
      }
      return examine(directory, disk, log, hasState, progress);
    } catch (IOException e) {
      throw new LedgerUnavailable(directory + " cannot be examined: " + e, e);
    }
  }

  private static Diagnosis examine(
      Path directory,
      Disk disk,
      @Nullable NoteVerifier log,
      boolean hasState,
      LongConsumer progress)
      throws IOException {
    Findings findings = new Findings();
    boolean inUse = DirectoryLock.isHeld(directory);
    if (inUse) {
      findings.inform(
          DirectoryLock.NAME,
          "a process has the ledger open",
          "what is being written may look different a moment later");
    }
    if (!hasState) {
      findings.inform(
          WriteAheadLog.DIRECTORY,
          "is not there: a copy to be read and verified, which cannot be written",
          "nothing, unless this is the ledger itself: then restore it from a backup that is not"
              + " older than the checkpoint");
    }
    CheckpointExamination checkpoints = settled(directory, inUse, findings, disk, log, hasState);
    Checkpoint reference = checkpoints.reference();
    TreeExamination tree = null;
    if (reference == null) {
      findings.damage(
          "tile",
          null,
          "was not examined: neither the checkpoint nor "
              + SignedLog.NAME
              + " says how many entries there are",
          "restore the checkpoint first");
    } else {
      tree = new TreeExamination(disk, reference.size(), reference.root(), findings);
      tree.run(progress);
      if (hasState && findings.damages() == 0) {
        // Else what is known to be damaged would be found again, as something else.
        checkpoints.rootsAgainst(reference.size(), findings);
        recovery(directory, inUse, findings, disk);
      }
      new VaultExamination(disk, reference.size(), inUse, findings).run();
    }
    reserve(disk, findings);
    IndexExamination.run(disk, findings);
    new DirectoryWalk(directory, contents(disk, tree, findings), findings).run();
    return findings.diagnosis(reference == null ? -1 : reference.size(), inUse);
  }

  private static DirectoryWalk.Contents contents(
      Disk disk, @Nullable TreeExamination tree, Findings findings) {
    return new DirectoryWalk.Contents() {
      @Override
      public void partial(TilePath path) throws IOException {
        if (tree != null) {
          tree.olderPartial(path);
        }
      }

      @Override
      public void body(String name) throws IOException {
        VaultExamination.body(disk, name, findings);
      }
    };
  }

  /** The checkpoint and the private files, as they were at one moment. */
  private static CheckpointExamination settled(
      Path directory,
      boolean inUse,
      Findings findings,
      Disk disk,
      @Nullable NoteVerifier log,
      boolean hasState)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      Findings found = new Findings();
      CheckpointExamination checkpoints = new CheckpointExamination(disk, log, inUse, found);
      checkpoints.run(hasState);
      if (hasState) {
        RecoveryExamination.frames(disk, found);
      }
      if (isFinal(directory, inUse, found, attempt)) {
        findings.addAll(found);
        return checkpoints;
      }
    }
  }

  private static void recovery(Path directory, boolean inUse, Findings findings, Disk disk)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      Findings found = new Findings();
      RecoveryExamination.run(disk, inUse, found);
      if (isFinal(directory, inUse, found, attempt)) {
        findings.addAll(found);
        return;
      }
    }
  }

  /** Whether what was found is so, and not an effect of somebody's writing meanwhile. */
  private static boolean isFinal(Path directory, boolean inUse, Findings found, int attempt)
      throws IOException {
    return found.damages() == 0
        || attempt == ATTEMPTS
        || !(inUse || DirectoryLock.isHeld(directory));
  }

  /** The reserve holds nothing but zeros, kept for when the disk is full. */
  private static void reserve(Disk disk, Findings findings) {
    String name = Reserve.NAME;
    int piece = 1 << 16;
    try {
      for (long at = 0; ; at += piece) {
        byte[] content = disk.read(name, at, piece);
        if (content == null) {
          return;
        }
        for (int i = 0; i < content.length; i++) {
          if (content[i] != 0) {
            findings.warn(
                name,
                Findings.offset(at + i),
                "is not zero, as all of it should be: the disk or somebody has changed it",
                "delete it while the ledger is closed: opening makes it anew");
            return;
          }
        }
        if (content.length < piece) {
          return;
        }
      }
    } catch (IOException e) {
      findings.unreadable(name, e);
    }
  }
}
