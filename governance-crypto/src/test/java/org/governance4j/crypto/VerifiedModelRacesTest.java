package org.governance4j.crypto;

import static org.governance4j.crypto.Loaded.OPTIONS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.hash.HashType;
import org.governance4j.crypto.hash.ModelTree;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedModelRacesTest {

  private static final int ROUNDS = 10_000;
  private static final byte[] GOOD = Loaded.random(3_000, 1);
  private static final byte[] EVIL = Loaded.random(3_000, 2);

  @TempDir Path temp;

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private volatile boolean done;

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  /** Something done to the files over and over. */
  private interface Mischief {
    void once(int number) throws IOException;
  }

  /** Loads a model over and over while somebody is at it: the signed bytes or a refusal. */
  private void race(Mischief mischief, LoadingOptions options, SignedFile signed) throws Exception {
    Path folder = temp.resolve("m");
    Semaphore steps = new Semaphore(0);
    Future<?> other =
        executor.submit(
            () -> {
              for (int i = 0; !done; i++) {
                mischief.once(i);
                steps.acquire();
              }
              return null;
            });
    for (int i = 0; i < ROUNDS; i++) {
      // While one model is loaded, nothing happens, or this, or that and more.
      steps.release(i % 4);
      try {
        load(folder, options, signed, 1 + (i * 37) % (2 * GOOD.length));
      } catch (ArtifactRejected | IOException e) {
        // Refused, also by close, which may refuse what was read before: as good as loaded.
      }
    }
    done = true;
    steps.release();
    other.get();

    // How often either happened is up to the scheduler; that either can happen is not.
    Files.deleteIfExists(folder.resolve("w"));
    Loaded.write(folder, "w", EVIL);
    assertThrows(ArtifactRejected.class, () -> load(folder, options, signed, 100));
    Loaded.write(folder, "w", GOOD);
    load(folder, options, signed, 100);
  }

  private static void load(Path folder, LoadingOptions options, SignedFile signed, int piece)
      throws IOException {
    try (VerifiedModel model = Loaded.open(folder, options, signed)) {
      assertArrayEquals(GOOD, Loaded.readAll(model, "w", piece), "in pieces of " + piece);
    }
  }

  @Test
  @Rule("S112")
  void while_the_path_is_swapped_the_signed_bytes_are_loaded_or_nothing() throws Exception {
    race(swapping(), OPTIONS, Loaded.whole("w", HashType.SHA256, GOOD));
  }

  @Test
  @Rule("S112")
  void while_the_path_is_swapped_shards_are_the_signed_ones_or_nothing() throws Exception {
    SignedFile signed = Loaded.sharded("w", HashType.SHA256, GOOD, 1_000);
    race(swapping(), OPTIONS.withCacheBytes(1_000), signed);
  }

  @Test
  @Rule("S112")
  void while_the_path_is_swapped_the_handle_keeps_to_the_file_that_was_hashed() throws Exception {
    SignedFile signed = Loaded.sharded("w", HashType.SHA256, GOOD, 1_000);
    race(swapping(), OPTIONS.withCacheBytes(1), signed);
  }

  /** Renames, links and replaces; the file itself is never written to. */
  private Mischief swapping() throws IOException {
    Path folder = temp.resolve("m");
    Path file = Loaded.write(folder, "w", GOOD);
    Path good = Loaded.write(temp, "good", GOOD);
    Path evil = Loaded.write(temp, "evil", EVIL);
    Path next = temp.resolve("next");
    Path away = temp.resolve("away");
    return number -> {
      switch (number % 5) {
        case 0 -> Files.copy(evil, next, StandardCopyOption.REPLACE_EXISTING);
        case 1 -> Files.createSymbolicLink(next, evil);
        case 2 -> Files.createSymbolicLink(next, good);
        case 3 -> {
          Files.move(folder, away);
          Loaded.write(folder, "w", EVIL);
          Files.delete(file);
          Files.delete(folder);
          Files.move(away, folder);
          return;
        }
        default -> Files.copy(good, next, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    };
  }

  @Test
  @Rule("S113")
  void while_the_file_is_written_to_shards_in_memory_are_the_signed_ones_or_nothing()
      throws Exception {
    SignedFile signed = Loaded.sharded("w", HashType.SHA256, GOOD, 1_000);
    race(writing(), OPTIONS.withCacheBytes(1_000), signed);
  }

  @Test
  @Rule("S113")
  void while_the_file_is_written_to_a_whole_file_in_memory_is_the_signed_one_or_nothing()
      throws Exception {
    race(writing(), OPTIONS, Loaded.whole("w", HashType.SHA256, GOOD));
  }

  @Test
  @Rule({"S113", "S120"})
  void while_the_file_is_written_to_a_private_copy_is_the_signed_one_or_nothing() throws Exception {
    Path copies = Files.createDirectory(temp.resolve("copies"));
    SignedFile signed = Loaded.sharded("w", HashType.SHA256, GOOD, 1_000);
    race(writing(), OPTIONS.withCacheBytes(1).withHolding(Holding.privateCopy(copies)), signed);
  }

  /** Writes into the very file, one byte or all of them, cuts it off, and restores it. */
  private Mischief writing() throws IOException {
    Path file = Loaded.write(temp.resolve("m"), "w", GOOD);
    SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.WRITE);
    Random random = new Random(3);
    return number -> {
      switch (number % 4) {
        case 0 -> {
          int at = random.nextInt(GOOD.length);
          channel.position(at).write(ByteBuffer.wrap(EVIL, at, 1));
        }
        case 1 -> channel.position(0).write(ByteBuffer.wrap(EVIL));
        case 2 -> channel.truncate(random.nextInt(GOOD.length));
        default -> {}
      }
      channel.position(0).write(ByteBuffer.wrap(GOOD));
    };
  }

  @Test
  @Rule("S110")
  void eight_threads_read_the_same_files_through_channels_of_their_own() throws Exception {
    Path folder = temp.resolve("m");
    byte[] bytes = Loaded.random(100_000, 4);
    Loaded.write(folder, "w", bytes);
    Loaded.write(folder, "v", bytes);
    SignedFile[] signed = {
      Loaded.sharded("w", HashType.SHA256, bytes, 1_000),
      Loaded.sharded("v", HashType.SHA256, bytes, 7_777)
    };
    for (int cache : new int[] {1, 1_000, 8_000, 1 << 20}) {
      for (Holding holding : List.of(Holding.HANDLE, Holding.privateCopy(temp))) {
        LoadingOptions options = OPTIONS.withCacheBytes(cache).withHolding(holding);
        try (VerifiedModel model = Loaded.open(folder, options, signed)) {
          all(8, thread -> readMuch(model, bytes, new Random(thread)));
          if (cache == 1 || cache == 1 << 20) {
            assertTrue(model.hashedBytes() <= 200_000, "hashed " + model.hashedBytes());
          }
        }
      }
    }
  }

  private static void readMuch(VerifiedModel model, byte[] bytes, Random random)
      throws IOException {
    try (SeekableByteChannel one = model.open("w");
        SeekableByteChannel two = model.open("v")) {
      for (int i = 0; i < 300; i++) {
        int at = random.nextInt(bytes.length);
        int count = Math.min(1 + random.nextInt(3_000), bytes.length - at);
        SeekableByteChannel channel = (random.nextBoolean() ? one : two).position(at);
        assertArrayEquals(
            Arrays.copyOfRange(bytes, at, at + count), VerifiedModelTest.read(channel, count));
      }
    }
  }

  @Test
  @Rule("S116")
  void memory_stays_below_its_limit_however_many_threads_read() throws Exception {
    Path folder = temp.resolve("m");
    byte[] bytes = Loaded.random(100_000, 4);
    Loaded.write(folder, "w", bytes);
    SignedFile signed = Loaded.sharded("w", HashType.SHA256, bytes, 1_000);
    int limit = 3_500;
    RangeMemory memory = new RangeMemory(limit);
    HeldFile file =
        new HeldFile(
            ModelTree.list(folder, List.of()).get(0),
            signed,
            new HeldFile.Shared(memory, Holding.HANDLE, new LongAdder()));
    List<RangeMemory.Held> atOnce = new ArrayList<>();
    for (int range = 0; range < 3; range++) {
      atOnce.add(memory.acquire(file, range));
    }
    assertTrue(memory.used() <= limit, "used " + memory.used());
    atOnce.forEach(memory::release);
    all(
        8,
        thread -> {
          Random random = new Random(thread);
          for (int i = 0; i < 1_000; i++) {
            int range = random.nextInt(random.nextBoolean() ? 3 : 100);
            RangeMemory.Held one = memory.acquire(file, range);
            assertTrue(memory.used() <= limit, "used " + memory.used());
            assertArrayEquals(
                Arrays.copyOfRange(bytes, 1_000 * range, 1_000 * range + 1_000), one.bytes());
            memory.release(one);
          }
        });
    assertTrue(memory.used() <= limit);
    assertTrue(memory.fits(limit));
    assertFalse(memory.fits(limit + 1));
    file.close();
  }

  @Test
  @Rule("S118")
  void closing_ends_the_reads_of_all_threads() throws Exception {
    Path folder = temp.resolve("m");
    byte[] bytes = Loaded.random(100_000, 4);
    Loaded.write(folder, "w", bytes);
    SignedFile signed = Loaded.sharded("w", HashType.SHA256, bytes, 1_000);
    for (int round = 0; round < 100; round++) {
      int cache = round % 3 == 0 ? 1 : 1_000 * (round % 3);
      VerifiedModel model = Loaded.open(folder, OPTIONS.withCacheBytes(cache), signed);
      CountDownLatch reading = new CountDownLatch(4);
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Random random = new Random(i);
        SeekableByteChannel channel = model.open("w");
        readers.add(
            executor.submit(
                () -> {
                  try {
                    assertThrows(
                        ClosedChannelException.class,
                        () -> {
                          while (true) {
                            int at = random.nextInt(bytes.length - 10);
                            assertArrayEquals(
                                Arrays.copyOfRange(bytes, at, at + 10),
                                VerifiedModelTest.read(channel.position(at), 10));
                            reading.countDown();
                          }
                        });
                    return null;
                  } finally {
                    allReading(reading); // whoever waits is not left waiting by a failure
                  }
                }));
      }
      reading.await();
      model.close();
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
  }

  private static void allReading(CountDownLatch reading) {
    while (reading.getCount() > 0) {
      reading.countDown();
    }
  }

  /** A piece of work for one of several threads. */
  private interface Work {
    void run(int thread) throws Exception;
  }

  private void all(int threads, Work work) throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      running.add(
          executor.submit(
              () -> {
                work.run(thread);
                return null;
              }));
    }
    for (Future<?> one : running) {
      one.get();
    }
  }
}
