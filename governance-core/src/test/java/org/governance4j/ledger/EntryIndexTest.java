package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.governance4j.MerkleTree;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.StreamHead;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntryIndexTest {
  private static final EntryCodec CODEC = new EntryCodec();

  /** So many keys make a file: small enough to have many. */
  private static final int DUE = 40;

  static LongStream seeds() {
    return LongStream.concat(LongStream.rangeClosed(1, 20), LongStream.of(new Random().nextLong()));
  }

  private static Entry.Builder entry() {
    return Entry.builder("approval", "user:alice", "model:m").time(Instant.EPOCH);
  }

  private static void addTo(EntryIndex index, long at, byte[] entry) {
    EntryKeys keys = EntryKeys.of(entry);
    if (keys == null) {
      index.pass(at + 1);
    } else {
      index.add(at, keys, MerkleTree.leafHash(entry));
    }
  }

  /** A ledger without a tree: its entries, and what an index of them should say. */
  private static final class Model implements EntryIndex.Entries {
    final List<byte[]> entries = new ArrayList<>();
    private final Map<String, EntryIndex.Place> places = new HashMap<>();
    private final Map<String, StreamHead> heads = new HashMap<>();
    private int learned;
    String prefix = "key-";
    long settled;
    int number;

    @Override
    public void read(long from, long to, EntryIndex.Visitor visitor) throws IOException {
      for (long i = from; i < to; i++) {
        visitor.entry(i, entries.get((int) i));
      }
    }

    /** Reads no more than what is settled, as a ledger does once it is open. */
    EntryIndex open(Disk disk) throws IOException {
      return EntryIndex.open(disk, entries.size(), settled, this, DUE);
    }

    void add(EntryIndex index, byte[] entry) {
      entries.add(entry);
      addTo(index, entries.size() - 1, entry);
    }

    /** What a committer does: a known key is not added again. */
    void commit(EntryIndex index, Random random) throws IOException {
      Entry.Builder entry = entry();
      int kind = random.nextInt(10);
      if (kind == 0) {
        add(index, NaiveTree.entry(number++));
        return;
      }
      if (kind < 4) {
        String name = "s" + random.nextInt(5);
        StreamHead head = index.stream(name);
        add(index, head.stamp(entry.reason("n" + number++).build(), CODEC).encoded().bytes());
        return;
      }
      String key = prefix + random.nextInt(60 + 3 * number);
      byte[] bytes =
          bytes(entry.attribute("idempotency", JsonValue.of(key)).reason("n" + number++).build());
      EntryIndex.Place place = index.find(key);
      assertEquals(expected().get(key), place, key);
      // Now and then one that got in twice, as a log of somebody else may have it.
      if (place == null || random.nextInt(20) == 0) {
        add(index, bytes);
      }
    }

    Map<String, EntryIndex.Place> expected() {
      learn();
      return places;
    }

    Map<String, StreamHead> heads() {
      learn();
      return heads;
    }

    /** What entries have been added since the last time, or all anew if some were taken back. */
    private void learn() {
      if (learned > entries.size()) {
        learned = 0;
        places.clear();
        heads.clear();
      }
      for (; learned < entries.size(); learned++) {
        byte[] entry = entries.get(learned);
        EntryKeys keys = EntryKeys.of(entry);
        if (keys != null && keys.idempotency() != null) {
          places.putIfAbsent(
              keys.idempotency(), new EntryIndex.Place(learned, MerkleTree.leafHash(entry)));
        }
        if (keys != null && keys.stamp() != null) {
          String name = keys.stamp().stream();
          heads.put(name, new StreamHead(name, keys.stamp().seq() + 1, MerkleTree.leafHash(entry)));
        }
      }
    }

    void cut(int kept) {
      entries.subList(kept, entries.size()).clear();
      learned = Integer.MAX_VALUE;
    }

    void check(EntryIndex index, String what) throws IOException {
      assertEquals(entries.size(), index.size(), what);
      Map<String, EntryIndex.Place> expected = expected();
      for (Map.Entry<String, EntryIndex.Place> each : expected.entrySet()) {
        assertEquals(each.getValue(), index.find(each.getKey()), what + " " + each.getKey());
      }
      for (int i = 0; i < 60; i++) {
        assertNull(index.find("other-" + i), what);
      }
      Map<String, StreamHead> heads = heads();
      assertEquals(heads.size(), index.streams().size(), what);
      for (StreamHead head : index.streams()) {
        assertEquals(heads.get(head.name()), head, what);
        assertEquals(head, index.stream(head.name()), what);
      }
    }
  }

  private static byte[] bytes(Entry entry) {
    return CODEC.encode(entry).bytes();
  }

  private static MemoryDisk disk() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    disk.createDirectory(".state", Disk.Access.PRIVATE);
    disk.syncDirectory("");
    return disk;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Rule({"L57", "L58"})
  void the_first_entry_with_a_key_is_found_through_any_life_with_crashes(long seed)
      throws IOException {
    Random random = new Random(seed);
    MemoryDisk disk = disk();
    Model model = new Model();
    EntryIndex index = model.open(disk);
    long crashes = 0;
    for (int step = 0; step < 60; step++) {
      String what = "seed " + seed + " step " + step;
      for (int i = random.nextInt(40); i > 0; i--) {
        model.commit(index, random);
      }
      int next = random.nextInt(6);
      if (next < 3) {
        long upTo =
            model.settled + random.nextInt((int) (model.entries.size() - model.settled) + 1);
        model.settled = upTo;
        disk.budget = random.nextInt(4) == 0 ? random.nextInt(12) : Long.MAX_VALUE;
        try {
          index.save(upTo);
        } catch (IOException e) {
          assertTrue(disk.failed, what + ": an error that was not injected: " + e);
          disk.failed = false;
          crashes++;
        }
        disk.budget = Long.MAX_VALUE;
        if (random.nextBoolean()) {
          // What is not settled may be taken back, or turn out to be something else.
          disk = random.nextBoolean() ? disk.crash(random) : disk.survive();
          if (!disk.exists(".state")) {
            disk.createDirectory(".state", Disk.Access.PRIVATE);
          }
          int kept =
              (int) model.settled
                  + random.nextInt((int) (model.entries.size() - model.settled) + 1);
          model.cut(kept);
          index = model.open(disk);
        }
      } else if (next == 3) {
        model.check(index, what);
      }
    }
    model.check(index, "seed " + seed + " at the end");
    model.check(model.open(disk.survive()), "seed " + seed + " opened again");
    assertTrue(crashes > 0 || seed > 20 || seed < 0, "no save has failed");
  }

  private static Model filled(Disk disk, Random random, int count) throws IOException {
    return fill(new Model(), disk, random, count);
  }

  private static Model fill(Model model, Disk disk, Random random, int count) throws IOException {
    EntryIndex index = model.open(disk);
    while (model.entries.size() < count) {
      model.commit(index, random);
      if (random.nextInt(60) == 0) {
        long latest = model.entries.size() - (long) random.nextInt(20);
        model.settled = Math.max(model.settled, latest);
        index.save(model.settled);
      }
    }
    return model;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Rule("L58")
  void a_damaged_or_missing_file_is_made_anew_when_opened_and_when_met(long seed)
      throws IOException {
    Random random = new Random(seed);
    MemoryDisk disk = disk();
    Model model = filled(disk, random, 300);
    for (int i = 0; i < 4; i++) {
      String what = "seed " + seed + " damage " + i;
      MemoryDisk image = disk.survive();
      EntryIndex open = model.open(image);
      List<String> runs = List.copyOf(image.fileNames(IndexRun.DIRECTORY + "/"));
      assertFalse(runs.isEmpty(), what + ": " + runs);
      MemoryDisk closed = image.survive();
      for (int n = 1 + random.nextInt(2); n > 0; n--) {
        String run = runs.get(random.nextInt(runs.size()));
        byte[] damaged = damage(image.content(run), random);
        image.tamper(run, damaged);
        closed.tamper(run, damaged);
      }

      model.check(open, what + ", met");
      model.check(model.open(closed), what + ", opened");
      model.check(model.open(image), what + ", met and opened again");
    }
  }

  private static byte[] damage(byte[] content, Random random) {
    switch (random.nextInt(5)) {
      case 0:
        return new byte[0];
      case 1:
        return Arrays.copyOf(content, random.nextInt(Math.max(1, content.length)));
      case 2:
        byte[] flipped = content.length == 0 ? new byte[1] : content.clone();
        flipped[random.nextInt(Math.max(1, content.length))] ^= (byte) (1 << random.nextInt(8));
        return flipped;
      case 3:
        byte[] zeroed = content.clone();
        int at = random.nextInt(Math.max(1, content.length));
        Arrays.fill(zeroed, at, Math.min(content.length, at + 512), (byte) 0);
        return zeroed;
      default:
        byte[] noise = new byte[content.length];
        random.nextBytes(noise);
        return noise;
    }
  }

  @Test
  @Rule("L58")
  void every_single_byte_of_a_file_counts_or_is_not_believed() throws IOException {
    MemoryDisk disk = disk();
    Model model = filled(disk, new Random(3), 100);
    String run = disk.fileNames(IndexRun.DIRECTORY + "/").first();
    byte[] good = disk.content(run);
    for (int i = 0; i < good.length; i += 41) {
      byte[] bad = good.clone();
      bad[i] ^= 0x10;
      MemoryDisk image = disk.survive();
      image.tamper(run, bad);
      model.check(model.open(image), "byte " + i);
    }
  }

  @Test
  @Rule("L58")
  void an_index_of_other_entries_or_of_more_is_not_believed() throws IOException {
    MemoryDisk disk = disk();
    Model model = filled(disk, new Random(1), 500);
    Model other = new Model();
    other.prefix = "other keys-";
    fill(other, disk(), new Random(2), 500);
    other.settled = model.settled;

    other.check(other.open(disk.survive()), "other entries");
    model.cut(100);
    model.settled = 90;
    model.check(model.open(disk.survive()), "fewer entries");
    model.cut(0);
    model.settled = 0;
    model.check(model.open(disk.survive()), "no entries");
  }

  @Test
  @Rule("L58")
  void a_record_that_points_to_another_entry_is_not_believed() throws Exception {
    MemoryDisk disk = disk();
    Model model = new Model();
    EntryIndex index = model.open(disk);
    for (int i = 0; i < 10; i++) {
      model.add(
          index,
          bytes(entry().attribute("idempotency", JsonValue.of("k" + i)).reason("" + i).build()));
    }
    model.settled = 10;
    index.save(10);
    // Well-formed in all its checksums, and wrong.
    IndexKey key = IndexKey.of("k3");
    EntryIndex.Place lie = new EntryIndex.Place(4, MerkleTree.leafHash(new byte[] {1}));
    List<IndexRun.Item> items = new ArrayList<>(List.of(new IndexRun.Item(key, lie)));
    new IndexRunWriter(disk)
        .write(
            0,
            10,
            MerkleTree.leafHash(model.entries.get(9)),
            1,
            () -> items.isEmpty() ? null : items.remove(0),
            List.of());

    EntryIndex opened = model.open(disk);
    assertEquals(model.expected().get("k3"), opened.find("k3"));
    model.check(opened, "made anew");
  }

  @Test
  @Rule("L59")
  void a_new_key_costs_hardly_ever_a_read_and_files_stay_few() throws IOException {
    MemoryDisk memory = disk();
    AtomicLong reads = new AtomicLong();
    Disk disk = counting(memory, reads);
    Model model = new Model();
    EntryIndex index = EntryIndex.open(disk, 0, 0, model, 500);
    int keys = 20_000;
    for (int i = 0; i < keys; i++) {
      model.add(index, bytes(entry().attribute("idempotency", JsonValue.of("key-" + i)).build()));
      if (index.unsaved() == 500) {
        model.settled = index.size();
        index.save(model.settled);
      }
    }
    assertEquals(0, index.unsaved());
    int files = memory.fileNames(IndexRun.DIRECTORY + "/").size();
    // log2(20,000 / 500) is 5.3
    assertTrue(files <= 7, files + " files");
    long bytes =
        memory.files(IndexRun.DIRECTORY + "/").values().stream().mapToLong(f -> f.length).sum();
    // 56 bytes of 73 in 4,096, ten bits of filter, a block begun in each file
    assertTrue(bytes <= keys * (4096.0 / 73 + 10.0 / 8) + files * 5000L, bytes + " bytes");

    reads.set(0);
    for (int i = 0; i < 10_000; i++) {
      assertNull(index.find("other-" + i));
    }
    // 0.8 % of the keys, at most nine blocks in a file; by the filter's formula
    assertTrue(reads.get() <= 10_000 * 0.012 * files * 9 / 2, reads.get() + " reads");
    reads.set(0);
    for (int i = 0; i < keys; i += 100) {
      assertNotNull(index.find("key-" + i));
    }
    assertTrue(reads.get() <= 200 * 11, reads.get() + " reads of 200 hits");
  }

  private static Disk counting(Disk disk, AtomicLong reads) {
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("read")) {
                reads.incrementAndGet();
              }
              try {
                return method.invoke(disk, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  @Rule("L57")
  void nothing_is_missed_while_another_thread_saves() throws Exception {
    MemoryDisk disk = disk();
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 8_000; i++) {
      entries.add(bytes(entry().attribute("idempotency", JsonValue.of("key-" + i)).build()));
    }
    EntryIndex.Entries source =
        (from, to, visitor) -> {
          for (long i = from; i < to; i++) {
            visitor.entry(i, entries.get((int) i));
          }
        };
    EntryIndex index = EntryIndex.open(disk, 0, 0, source, DUE);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService publisher = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> saves =
          publisher.submit(
              () -> {
                int count = 0;
                while (!done.get()) {
                  index.save(index.size());
                  count++;
                }
                return count;
              });
      Random random = new Random(5);
      for (int i = 0; i < entries.size(); i++) {
        assertNull(index.find("key-" + i));
        addTo(index, i, entries.get(i));
        int any = random.nextInt(i + 1);
        EntryIndex.Place place = index.find("key-" + any);
        assertEquals(new EntryIndex.Place(any, MerkleTree.leafHash(entries.get(any))), place);
      }
      done.set(true);
      assertTrue(saves.get() > 0);
    } finally {
      publisher.shutdownNow();
    }
    index.save(index.size());
    assertEquals(0, index.unsaved());
  }

  @Test
  @Rule("L57")
  void entries_are_added_in_order_and_saved_no_further() throws IOException {
    EntryIndex index = new Model().open(disk());
    byte[] entry = bytes(entry().build());
    EntryKeys keys = new EntryKeys("key", null);
    index.add(0, keys, MerkleTree.leafHash(entry));
    assertThrows(IllegalStateException.class, () -> index.add(0, keys, MerkleTree.leafHash(entry)));
    assertThrows(IllegalStateException.class, () -> index.pass(0));
    assertThrows(IllegalArgumentException.class, () -> index.save(2));
  }

  @Test
  @Rule("L59")
  void the_heads_of_more_streams_than_can_be_kept_are_not_guessed() throws IOException {
    EntryIndex index = new Model().open(disk());
    byte[] entry = bytes(entry().build());
    for (int i = 0; i < EntryIndex.MAX_STREAMS; i++) {
      assertEquals(0, index.stream("s" + i).next());
      index.add(
          i,
          new EntryKeys(null, new org.governance4j.json.StreamStamp("s" + i, 0, null)),
          MerkleTree.leafHash(entry));
    }
    assertEquals(1, index.stream("s0").next());
    assertThrows(org.governance4j.LedgerUnavailable.class, () -> index.stream("one-more"));
  }
}
