package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.governance4j.Checkpoint;
import org.governance4j.GovernanceException;
import org.governance4j.LedgerUnavailable;
import org.governance4j.SignedNote;
import org.jspecify.annotations.Nullable;

/**
 * A closed ledger whose files are damaged, one damage at a time. Each has to be found by what reads
 * the file: the verifier for what is published, recovery for what is private; and located: the
 * message names the file, or the entry in it.
 *
 * <p>One thread.
 */
final class Damage {
  private final Notary notary;
  private final Map<String, byte[]> files;
  private final StillDisk disk;
  private final List<String> undetected = new ArrayList<>();
  private long tried;
  private long unlocated;

  /**
   * Some files.
   *
   * @param files by name, to be changed and changed back
   */
  private Damage(Notary notary, Map<String, byte[]> files) {
    this.notary = notary;
    this.files = files;
    this.disk = new StillDisk(files);
  }

  /** A ledger that was made, lived and was closed; without disclosures. */
  static Damage ofClosedLedger(long seed, int entryBytes, int batches) throws IOException {
    Notary notary = new Notary();
    PowerDisk disk = new PowerDisk();
    PowerLife life = new PowerLife(seed, disk, disk, new Promises(notary));
    life.create();
    for (int i = 0; i < batches; i++) {
      life.live(PowerLife.Step.append(11, entryBytes, false));
      if (i % 5 == 0) {
        life.live(PowerLife.Step.of(PowerLife.Act.PUBLISH));
      }
    }
    life.live(PowerLife.Step.of(PowerLife.Act.PUBLISH));
    life.close();
    return of(disk, notary);
  }

  /** The files of a disk; what nobody reads is left out. */
  static Damage of(PowerDisk disk, Notary notary) {
    Map<String, byte[]> files = new TreeMap<>();
    for (PowerDisk.Slot slot : disk.slots()) {
      if (slot.current != null && !slot.current.directory) {
        files.put(slot.name, slot.current.content());
      }
    }
    return new Damage(notary, files);
  }

  /**
   * What is damaged: not the reserve, which nobody reads, and not what only the doctor verifies:
   * the old signatures and the disclosures.
   */
  private static boolean isTarget(String name) {
    return !name.equals(".state/reserve")
        && !name.equals(SignedLog.NAME)
        && !name.startsWith("vault/");
  }

  private List<String> targets() {
    return files.keySet().stream().filter(Damage::isTarget).toList();
  }

  /** How many bytes all files have. */
  int bytes() {
    return targets().stream().mapToInt(name -> files.get(name).length).sum();
  }

  /** What was damaged and not found. */
  List<String> undetected() {
    return undetected;
  }

  @Override
  public String toString() {
    return tried
        + " damages to "
        + targets().size()
        + " files of "
        + bytes()
        + " bytes, "
        + undetected.size()
        + " not found, "
        + unlocated
        + " found and not located";
  }

  long tried() {
    return tried;
  }

  long unlocated() {
    return unlocated;
  }

  /** That nothing is found where nothing is wrong. */
  void requireSound() {
    assertNull(find(""), "a false alarm");
  }

  /** Flips each so many-th bit of the files below a directory; fails at the first not found. */
  void flipEach(String prefix, int step) {
    for (String name : targets()) {
      if (name.startsWith(prefix)) {
        for (int bit = 0; bit < 8 * files.get(name).length; bit += step) {
          flip(name, bit);
        }
      }
    }
    requireNoneUndetected();
  }

  void requireNoneUndetected() {
    if (!undetected.isEmpty()) {
      throw new AssertionError(this + ": " + undetected.subList(0, Math.min(9, undetected.size())));
    }
  }

  /** Flips a bit of all files, counted through. */
  void flip(long bit) {
    long left = bit;
    for (String name : targets()) {
      if (left < 8L * files.get(name).length) {
        flip(name, (int) left);
        return;
      }
      left -= 8L * files.get(name).length;
    }
    throw new IllegalArgumentException("no bit " + bit);
  }

  private void flip(String name, int bit) {
    byte[] content = files.get(name);
    content[bit / 8] ^= (byte) (1 << bit % 8);
    check(name, "bit " + bit % 8 + " of byte " + bit / 8);
    content[bit / 8] ^= (byte) (1 << bit % 8);
  }

  /** Overwrites, removes, inserts, swaps or repeats random pieces of random files. */
  void editAtRandom(long edits, long seed) {
    Random random = new Random(seed);
    List<String> names = targets();
    for (long i = 0; i < edits; i++) {
      String name = names.get(random.nextInt(names.size()));
      byte[] before = files.get(name);
      if (before.length > 0) {
        byte[] after = edited(before, random);
        if (!Arrays.equals(before, after)) {
          files.put(name, after);
          check(name, "edit " + i + " of seed " + seed);
          files.put(name, before);
        }
      }
    }
    requireNoneUndetected();
  }

  private static byte[] edited(byte[] before, Random random) {
    int length = 1 + random.nextInt(Math.min(64, before.length));
    int at = random.nextInt(before.length - length + 1);
    int other = random.nextInt(before.length - length + 1);
    byte[] after = before.clone();
    switch (random.nextInt(6)) {
      case 0 -> {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, after, at, length);
      }
      case 1 -> Arrays.fill(after, at, at + length, (byte) 0);
      case 2 -> System.arraycopy(before, other, after, at, length);
      case 3 -> {
        System.arraycopy(before, other, after, at, length);
        System.arraycopy(before, at, after, other, length);
      }
      case 4 -> {
        after = new byte[before.length + length];
        System.arraycopy(before, 0, after, 0, at + length);
        System.arraycopy(before, at, after, at + length, before.length - at);
      }
      default -> {
        after = new byte[before.length - length];
        System.arraycopy(before, 0, after, 0, at);
        System.arraycopy(before, at + length, after, at, after.length - at);
      }
    }
    return after;
  }

  private void check(String name, String what) {
    tried++;
    String found = find(name);
    if (found == null) {
      undetected.add(what + " of " + name + " (" + files.get(name).length + " bytes)");
    } else if (!found.contains(name) && !found.contains("entry ")) {
      unlocated++;
    }
  }

  /** What is found by those who read this file, or null. */
  private @Nullable String find(String name) {
    try {
      if (!name.startsWith(".state/")) {
        LedgerVerifier.of(notary).withForeignEntries().verify(disk);
      }
      if (!name.startsWith("tile/")) {
        byte[] note = disk.read(LedgerLog.CHECKPOINT, 0, LedgerLog.MAX_CHECKPOINT_BYTES);
        Recovery.of(disk, Checkpoint.open(SignedNote.parse(note), notary));
      }
      return name.isEmpty() || name.startsWith(IndexRun.DIRECTORY) ? findInIndex() : null;
    } catch (GovernanceException e) {
      String message = String.valueOf(e.getMessage());
      // The checkpoint has no name in the messages of those who were only given its text.
      return name.equals(LedgerLog.CHECKPOINT) ? name + ": " + message : message;
    } catch (IOException e) {
      throw new LedgerUnavailable("an error of a disk that has none: " + e, e);
    }
  }

  private @Nullable String findInIndex() throws IOException {
    Findings findings = new Findings();
    IndexExamination.run(disk, findings);
    return findings.diagnosis(-1, false).findings().stream()
        .map(finding -> finding.file() + " " + finding.what())
        .findFirst()
        .orElse(null);
  }
}
