package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.LedgerCorrupted;

/**
 * A ledger that was killed with a long write-ahead log in one segment, none of it published, and
 * what is left of it when its end is cut, torn or rearranged: an exact beginning of what was
 * acknowledged, or a refusal where what is left proves that there was more.
 */
final class Tails {
  /** One long segment, no zeros ahead. */
  private static final Limits LIMITS = new Limits(1 << 20, 1 << 20, 0, 1 << 20, 300, 500, 700);

  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<Digest> roots = new ArrayList<>();
  private final Checkpoint checkpoint;
  private final String name = WriteAheadLog.name(0);
  private final byte[] whole;

  /** Where each frame ends; and the first frame's begin. */
  private final int[] ends;

  /** For each frame whether it is the first of a commit. */
  private final boolean[] commits;

  /** Makes a log of at least so many bytes. */
  Tails(int bytes, long seed) throws IOException {
    Random random = new Random(seed);
    PowerDisk disk = new PowerDisk();
    HashTiles tree = new HashTiles(new TreeHasher(), (path, hashes) -> {});
    roots.add(tree.root());
    LedgerLog log = LedgerLog.create(disk, Logs.ORIGIN, Logs.KEY, LIMITS);
    checkpoint = Checkpoint.parse(log.publish().text());
    while (disk.read(name, 0, 1 << 24).length < bytes) {
      int count = 1 + random.nextInt(5);
      // Of one size now and then, so that frames fit in each other's places.
      List<Leaf> leaves =
          Promises.leaves(
              seed, roots.size(), count, random.nextBoolean() ? 200 : random.nextInt(1500), false);
      log.append(leaves);
      for (Leaf leaf : leaves) {
        tree.add(new TreeHasher().leaf(leaf.entry()));
        roots.add(tree.root());
      }
    }
    for (PowerDisk.Slot slot : disk.slots()) {
      if (slot.current != null && !slot.current.directory) {
        files.put(slot.name, slot.current.content());
      }
    }
    whole = files.get(name);
    ends = new int[roots.size()];
    commits = new boolean[roots.size()];
    for (int i = 1, at = 0; i < roots.size(); i++) {
      commits[i] = whole[at] == WriteAheadLog.COMMIT;
      at += WriteAheadLog.HEADER + ByteBuffer.wrap(whole).getInt(at + 1);
      ends[i] = at;
    }
    assertEquals(whole.length, ends[ends.length - 1]);
  }

  int length() {
    return whole.length;
  }

  /** How many frames end at or before a byte. */
  private int before(int at) {
    int found = Arrays.binarySearch(ends, at);
    return found >= 0 ? found : -found - 2;
  }

  /** The log ends here. */
  void cut(int length) throws IOException {
    assertEquals(before(length), recovered(Arrays.copyOf(whole, length)), "cut at " + length);
  }

  /** A sector holds something else: zeros, or noise. */
  void tear(int sector, boolean zeros) throws IOException {
    byte[] torn = whole.clone();
    int from = sector * PowerDisk.SECTOR;
    int to = Math.min(from + PowerDisk.SECTOR, torn.length);
    if (zeros) {
      Arrays.fill(torn, from, to, (byte) 0);
    } else {
      byte[] noise = new byte[to - from];
      new Random(sector).nextBytes(noise);
      System.arraycopy(noise, 0, torn, from, noise.length);
    }
    expect(torn, before(from), to, "sector " + sector + (zeros ? " zeroed" : " overwritten"));
  }

  /** Either an exact beginning is left, or it is refused because a later commit stands behind. */
  private void expect(byte[] content, int good, int damagedTo, String what) throws IOException {
    int untouched = good + 1;
    while (untouched < ends.length && ends[untouched - 1] < damagedTo) {
      untouched++;
    }
    boolean proven = isCommitBehind(untouched - 1);
    int size;
    try {
      size = recovered(content);
    } catch (LedgerCorrupted e) {
      assertTrue(proven, () -> what + " is what a crash may leave, but: " + e.getMessage());
      assertTrue(e.getMessage().contains(name + " is damaged at offset "), e.getMessage());
      return;
    }
    assertTrue(!proven, what + " was taken for what a crash leaves");
    assertEquals(good, size, what);
  }

  /** Two neighbours change places, or one stands twice, or is missing: in the midst of the log. */
  void rearrange() throws IOException {
    // As long as a later commit shows that these were once good.
    for (int i = 1; isCommitBehind(i + 1); i++) {
      byte[] first = Arrays.copyOfRange(whole, ends[i - 1], ends[i]);
      byte[] second = Arrays.copyOfRange(whole, ends[i], ends[i + 1]);
      String what = "frame " + (i - 1);
      refuses(join(ends[i - 1], ends[i + 1], second, first), what + " behind the next");
      refuses(join(ends[i - 1], ends[i], first, first), what + " twice");
      refuses(join(ends[i - 1], ends[i]), what + " missing");
    }
  }

  private boolean isCommitBehind(int frame) {
    boolean found = false;
    for (int i = frame + 1; i < ends.length; i++) {
      found |= commits[i];
    }
    return found;
  }

  private byte[] join(int from, int to, byte[]... between) {
    int length = Arrays.stream(between).mapToInt(each -> each.length).sum();
    ByteBuffer joined = ByteBuffer.allocate(from + length + whole.length - to);
    joined.put(whole, 0, from);
    for (byte[] each : between) {
      joined.put(each);
    }
    return joined.put(whole, to, whole.length - to).array();
  }

  private void refuses(byte[] content, String what) throws IOException {
    boolean refused = false;
    try {
      recovered(content);
    } catch (LedgerCorrupted e) {
      refused = e.getMessage().contains(name);
    }
    assertTrue(refused, what + " was not noticed");
  }

  /** How many entries are recovered; their root is that of as many that were appended. */
  private int recovered(byte[] content) throws IOException {
    files.put(name, content);
    try {
      Recovery recovery = Recovery.of(new StillDisk(files), checkpoint);
      assertEquals(roots.get((int) recovery.size()), recovery.root());
      return (int) recovery.size();
    } finally {
      files.put(name, whole);
    }
  }
}
