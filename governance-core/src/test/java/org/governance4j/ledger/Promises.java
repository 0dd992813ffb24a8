package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.SignedNote;
import org.governance4j.json.EntryCodec;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger has told the world so far, and what must therefore be true of every state that a
 * power failure leaves.
 */
final class Promises {
  /** The entries in order: acknowledged ones, then those that were begun. */
  private final List<byte[]> attempted;

  private final TreeMap<Integer, String> disclosures;
  private final Map<Integer, Digest> roots = new HashMap<>();
  private final Map<Long, Checkpoint> notes;
  private final Notary notary;
  private final Map<Long, Set<String>> vaults = new HashMap<>();
  private final HashSet64 verified = new HashSet64();
  private int acknowledged;
  private @Nullable SignedNote published;

  /** The largest tree whose checkpoint anybody could have read; -1 for none. */
  private long seen = -1;

  Promises(Notary notary) {
    this.notes = new HashMap<>();
    this.notary = notary;
    this.attempted = new ArrayList<>();
    this.disclosures = new TreeMap<>();
  }

  private Promises(Promises before) {
    this.notes = before.notes;
    this.notary = before.notary;
    this.attempted = new ArrayList<>(before.attempted);
    this.disclosures = new TreeMap<>(before.disclosures);
    this.acknowledged = before.acknowledged;
    this.published = before.published;
    this.seen = before.seen;
  }

  /** The same, to go on from a state while others are still looked at. */
  Promises copy() {
    return new Promises(this);
  }

  Notary notary() {
    return notary;
  }

  /** How many entries were begun. */
  int attempted() {
    return attempted.size();
  }

  int acknowledged() {
    return acknowledged;
  }

  @Nullable SignedNote published() {
    return published;
  }

  /** Begins an append. */
  void begin(List<Leaf> leaves) {
    for (Leaf leaf : leaves) {
      for (EntryCodec.Disclosure disclosure : leaf.disclosures()) {
        disclosures.put(attempted.size(), disclosure.digest());
      }
      attempted.add(leaf.entry());
    }
  }

  /** All that was begun is acknowledged. */
  void acknowledge() {
    acknowledged = attempted.size();
  }

  /** A checkpoint was handed out. */
  void published(SignedNote note) {
    published = note;
    seen = Math.max(seen, checkpoint(note.encode()).size());
  }

  /** A reopened ledger has these entries and goes on behind them. */
  void recovered(LedgerLog log) {
    int size = (int) log.size();
    requireSize(size);
    attempted.subList(size, attempted.size()).clear();
    disclosures.tailMap(size).clear();
    roots.keySet().removeIf(key -> key > size);
    acknowledged = size;
  }

  /** Some of the acknowledged entries with a key, the last first. */
  List<Leaf> keyed(int most) {
    List<Leaf> keyed = new ArrayList<>();
    for (int i = acknowledged - 1; i >= 0 && keyed.size() < most; i--) {
      Leaf leaf = Leaf.of(attempted.get(i));
      if (leaf.keys() != null) {
        keyed.add(leaf);
      }
    }
    return keyed;
  }

  /** Whoever repeats an entry with a key is told where the first is, and nothing is added. */
  void requireKeys(LedgerLog log) throws IOException {
    for (int i = 0; i < acknowledged; i++) {
      Leaf leaf = Leaf.of(attempted.get(i));
      if (leaf.keys() != null) {
        Placement placed = log.append(List.of(leaf));
        assertEquals(0, placed.added(), "entry " + i + " is logged again");
        assertEquals(i, placed.index(0));
      }
    }
  }

  private void requireSize(long size) {
    assertTrue(
        size >= acknowledged && size <= attempted.size(),
        () ->
            size
                + " entries recovered, "
                + acknowledged
                + " acknowledged, "
                + attempted.size()
                + " begun");
  }

  /** The root that a tree of this size has to have. */
  Digest root(int size) {
    return roots.computeIfAbsent(size, n -> NaiveTree.root(attempted.subList(0, n)));
  }

  /** Something is about to be signed. */
  void signing(Checkpoint checkpoint) {
    assertTrue(
        checkpoint.size() <= attempted.size() && checkpoint.size() >= seen,
        () ->
            "signs "
                + checkpoint.size()
                + " entries, begun are "
                + attempted.size()
                + ", published "
                + seen);
    assertEquals(root((int) checkpoint.size()), checkpoint.root(), "a fork is being signed");
  }

  /** A checkpoint that lies in a directory; it has to be a good one. */
  private Checkpoint checkpoint(byte[] note) {
    return notes.computeIfAbsent(
        PowerImage.hash(note, note.length),
        hash -> Checkpoint.open(SignedNote.parse(note), notary));
  }

  /**
   * Holds a state against the promises, without changing it.
   *
   * @return how many entries were recovered, or -1 if there is no ledger yet
   */
  int check(PowerImage image) throws IOException {
    byte[] note = image.read(LedgerLog.CHECKPOINT, 0, LedgerLog.MAX_CHECKPOINT_BYTES);
    if (note == null) {
      assertTrue(seen < 0, "the published checkpoint is gone");
      LedgerLog.requireVacant(image);
      return -1;
    }
    Checkpoint checkpoint = checkpoint(note);
    assertTrue(
        checkpoint.size() >= seen,
        () -> "the checkpoint over " + seen + " entries has given way to " + checkpoint.size());
    Recovery recovery = Recovery.of(image, checkpoint);
    int size = (int) recovery.size();
    requireSize(size);
    assertEquals(root(size), recovery.root(), () -> "the root over " + size + " entries");
    assertTrue(checkpoint.size() <= size, "published more than there is");
    requireDisclosures(image, size);
    if (verified.add(image.hash(PowerImage.Part.PUBLISHED))) {
      VerifiedLog log = verifier().verify(image);
      assertEquals(checkpoint.size(), log.size());
      assertEquals(root((int) log.size()), log.root());
    }
    return size;
  }

  private void requireDisclosures(PowerImage image, int size) {
    if (disclosures.isEmpty() || disclosures.firstKey() >= size) {
      return;
    }
    Set<String> kept =
        vaults.computeIfAbsent(image.hash(PowerImage.Part.VAULT), hash -> digests(image));
    disclosures
        .headMap(size)
        .forEach(
            (index, digest) ->
                assertTrue(
                    kept.contains(index + " " + digest),
                    () -> "entry " + index + " is there, its disclosure is not"));
  }

  /** Index and digest of each whole line of the vault. */
  private static Set<String> digests(PowerImage image) {
    Set<String> digests = new HashSet<>();
    for (String name : image.names(PowerImage.Part.VAULT)) {
      String text = new String(image.read(name, 0, Integer.MAX_VALUE), StandardCharsets.UTF_8);
      for (String line : text.split("\n")) {
        if (line.contains("\"name\":\"name\"") && line.endsWith("}") && line.indexOf(0) < 0) {
          digests.add(member(line, "\"index\":", ",") + " " + member(line, "\"digest\":\"", "\""));
        }
      }
    }
    return digests;
  }

  private static String member(String line, String before, String after) {
    int from = line.indexOf(before) + before.length();
    return from < before.length()
        ? ""
        : line.substring(from, Math.max(from, line.indexOf(after, from)));
  }

  /** Looks at a ledger that went on from a state, and was published and closed. */
  void checkPublished(Disk disk) {
    VerifiedLog log =
        published == null ? verifier().verify(disk) : verifier().withSince(published).verify(disk);
    assertEquals(attempted.size(), log.size());
    assertEquals(root(attempted.size()), log.root());
  }

  /** Entries whose bytes are as unpredictable as any. */
  static List<Leaf> leaves(long life, int first, int count, int bytes, boolean sensitive) {
    List<Leaf> leaves = new ArrayList<>();
    java.util.SplittableRandom random = new java.util.SplittableRandom(life * 1_000_003 + first);
    for (int i = 0; i < count; i++) {
      byte[] name = (life + "/" + (first + i) + "/").getBytes(StandardCharsets.UTF_8);
      byte[] entry = Arrays.copyOf(name, Math.max(name.length, bytes));
      for (int at = name.length; at < entry.length; at++) {
        entry[at] = (byte) random.nextInt();
      }
      List<EntryCodec.Disclosure> disclosures =
          sensitive && i == count / 2
              ? List.of(new EntryCodec.Disclosure("name", "encoded", life + "-" + (first + i)))
              : List.of();
      leaves.add(new Leaf(entry, "person", disclosures));
    }
    return leaves;
  }

  /** Entries with an idempotency key each. */
  static List<Leaf> keyed(long life, int first, int count) {
    List<Leaf> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(
          Leaf.of(
              new EntryCodec()
                  .encode(
                      Logs.approval()
                          .time(java.time.Instant.EPOCH)
                          .attribute(
                              EntryKeys.IDEMPOTENCY,
                              org.governance4j.JsonValue.of(life + "/" + (first + i)))
                          .build())
                  .bytes()));
    }
    return leaves;
  }

  private LedgerVerifier verifier() {
    return LedgerVerifier.of(notary).withForeignEntries();
  }
}
