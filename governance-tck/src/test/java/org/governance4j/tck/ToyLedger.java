package org.governance4j.tck;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.governance4j.Checkpoint;
import org.governance4j.DecisionLedger;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.JsonValue;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerUnavailable;
import org.governance4j.MerkleTree;
import org.governance4j.Receipt;
import org.governance4j.SignedNote;

/** A ledger in memory, written by one thread and saved to its home when it is closed. */
final class ToyLedger implements DecisionLedger {

  enum Fault implements PlantedFault {
    NONE,
    COUNTS_FROM_ONE("L1", "L2", "L3", "L4", "L5", "L7", "L9", "L10", "L11", "L15", "L17"),
    ANOTHER_ORIGIN("L1", "L6"),
    HASHES_WITHOUT_PREFIX("L2", "L7", "L9", "L10", "L15"),
    STORES_NO_REASON("L3", "L4", "L9", "L11"),
    REORDERS("L4", "L9"),
    WAITS_FOR_THE_STORAGE("L5"),
    SWALLOWS_AN_INTERRUPT("L5"),
    LOSES_SOME_OF_A_FLOOD("L5"),
    PUBLISHES_LATE("L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L11", "L12", "L15"),
    SIGNS_ANOTHER_ROOT("L6", "L7", "L8", "L10", "L15"),
    READER_STANDS_STILL("L6", "L7", "L8", "L15"),
    PROVES_ANOTHER_LEAF("L7", "L10", "L15"),
    FORGETS_A_SUBTREE("L8", "L10"),
    COUNTS_PER_THREAD("L9", "L10", "L11"),
    FORGETS_ON_CLOSING("L10"),
    TAKES_TOO_LARGE("L11"),
    LEAKS_SENSITIVE("L12"),
    DOES_NOT_SALT("L13"),
    SHOWS_BARE_DIGESTS("L13"),
    TAKES_AFTER_CLOSING("L14"),
    DROPS_ITS_QUEUE("L15"),
    ALWAYS_WELL("L16"),
    SHARES_ITS_HOME("L17");

    private final Set<String> breaks;

    Fault(String... breaks) {
      this.breaks = Set.of(breaks);
    }

    @Override
    public Set<String> breaks() {
      return breaks;
    }
  }

  private static final String ORIGIN = "example.org/toy";

  private final Fault fault;
  private final Path home;
  private final CountDownLatch release;
  private final ToyKey key = ToyKey.first();
  private final ExecutorService writer = Executors.newSingleThreadExecutor();
  private final ThreadLocal<Long> mine = ThreadLocal.withInitial(() -> 0L);
  private final List<byte[]> entries = new ArrayList<>();
  private volatile ToyReader.Published published;
  private volatile boolean closed;
  private int submitted;

  ToyLedger(Fault fault, Path home, CountDownLatch release) throws IOException {
    this.fault = fault;
    this.home = home;
    this.release = release;
    if (fault != Fault.SHARES_ITS_HOME) {
      lock();
    }
    if (Files.exists(saved())) {
      try (DataInputStream in = new DataInputStream(Files.newInputStream(saved()))) {
        for (int left = in.readInt(); left > 0; left--) {
          entries.add(in.readNBytes(in.readInt()));
        }
      }
    }
    this.published = signed();
  }

  private void lock() throws IOException {
    if (Files.exists(home.resolve("lock"))) {
      writer.shutdown();
      throw new LedgerUnavailable("the ledger in " + home + " is open already");
    }
    Files.createFile(home.resolve("lock"));
  }

  private Path saved() {
    return home.resolve("entries");
  }

  @Override
  public String origin() {
    return fault == Fault.ANOTHER_ORIGIN ? "example.org/another" : ORIGIN;
  }

  @Override
  public CompletableFuture<Receipt> submit(Entry entry) {
    if (closed && fault != Fault.TAKES_AFTER_CLOSING) {
      return CompletableFuture.failedFuture(new LedgerUnavailable("the ledger is closed"));
    }
    if (fault == Fault.SWALLOWS_AN_INTERRUPT) {
      Thread.interrupted();
    }
    CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    long owned = mine.get();
    mine.set(owned + 1);
    int number = number();
    try {
      writer.execute(() -> write(entry, number, owned, receipt));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(new Receipt(ORIGIN, 0, MerkleTree.emptyRoot()));
    }
    if (fault == Fault.WAITS_FOR_THE_STORAGE) {
      try {
        receipt.get();
      } catch (InterruptedException e) {
        return CompletableFuture.failedFuture(e);
      } catch (ExecutionException e) {
        return receipt;
      }
    }
    return receipt;
  }

  private synchronized int number() {
    return submitted++;
  }

  private void write(Entry entry, int number, long owned, CompletableFuture<Receipt> receipt) {
    try {
      release.await();
      byte[] bytes = encode(entry);
      if (bytes.length > Entry.MAX_BYTES && fault != Fault.TAKES_TOO_LARGE) {
        throw new IllegalArgumentException("the entry has " + bytes.length + " bytes");
      }
      if (fault == Fault.DROPS_ITS_QUEUE && closed) {
        return;
      }
      long index = entries.size() + (fault == Fault.COUNTS_FROM_ONE ? 1L : 0L);
      if (fault == Fault.COUNTS_PER_THREAD) {
        index = owned;
      }
      if (fault == Fault.REORDERS && number == 103) {
        entries.add(entries.size() - 1, bytes);
      } else if (fault != Fault.LOSES_SOME_OF_A_FLOOD || number < 1_000) {
        entries.add(bytes);
      }
      Digest leaf =
          fault == Fault.HASHES_WITHOUT_PREFIX ? Digest.sha256(bytes) : MerkleTree.leafHash(bytes);
      receipt.complete(new Receipt(ORIGIN, index, leaf));
    } catch (RuntimeException | InterruptedException e) {
      receipt.completeExceptionally(e);
    }
  }

  private byte[] encode(Entry entry) {
    StringBuilder text = new StringBuilder();
    text.append(entry.type()).append('|').append(entry.actor()).append('|');
    text.append(entry.subject()).append('|');
    if (fault != Fault.STORES_NO_REASON) {
      text.append(entry.reason());
    }
    for (Map.Entry<String, JsonValue> member : entry.sensitive().members().entrySet()) {
      String value = ((JsonValue.Str) member.getValue()).value();
      String salt = fault == Fault.DOES_NOT_SALT ? "pepper" : UUID.randomUUID().toString();
      text.append('|').append(digest(salt + value));
      if (fault == Fault.SHOWS_BARE_DIGESTS) {
        text.append('|').append(digest(value));
      }
      if (fault == Fault.LEAKS_SENSITIVE) {
        text.append('|').append(value);
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(String text) {
    return Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).hex();
  }

  @Override
  public Receipt append(Entry entry) {
    try {
      return submit(entry).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public SignedNote publish() {
    if (closed) {
      throw new LedgerUnavailable("the ledger is closed");
    }
    ToyReader.Published next = CompletableFuture.supplyAsync(this::signed, writer).join();
    published = next;
    return next.note();
  }

  private ToyReader.Published signed() {
    int late = fault == Fault.PUBLISHES_LATE && !entries.isEmpty() ? 1 : 0;
    List<byte[]> covered = List.copyOf(entries.subList(0, entries.size() - late));
    Digest root = MerkleTree.root(covered.stream().map(MerkleTree::leafHash).toList());
    if (fault == Fault.SIGNS_ANOTHER_ROOT && covered.size() > 0) {
      root = MerkleTree.nodeHash(root, root);
    }
    Checkpoint checkpoint = new Checkpoint(ORIGIN, covered.size(), root);
    return new ToyReader.Published(key.note(ORIGIN, checkpoint.body()), covered);
  }

  @Override
  public LedgerReader reader() {
    ToyReader.Published now = published;
    boolean stands = fault == Fault.READER_STANDS_STILL && now.entries().isEmpty();
    ToyReader.Fault inherited =
        switch (fault) {
          case PROVES_ANOTHER_LEAF -> ToyReader.Fault.SWAPS_A_SIBLING;
          case FORGETS_A_SUBTREE -> ToyReader.Fault.FORGETS_A_SUBTREE;
          default -> ToyReader.Fault.NONE;
        };
    return new ToyReader(inherited, () -> stands ? now : published);
  }

  @Override
  public Health health() {
    return closed && fault != Fault.ALWAYS_WELL
        ? Health.of("ledger", Health.Status.DOWN, "closed")
        : Health.of("ledger", Health.Status.UP, entries.size() + " entries");
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    writer.shutdown();
    try {
      if (!writer.awaitTermination(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the writer hangs");
      }
      published = signed();
      if (fault != Fault.FORGETS_ON_CLOSING) {
        save();
      }
      Files.deleteIfExists(home.resolve("lock"));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void save() throws IOException {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(saved()))) {
      out.writeInt(entries.size());
      for (byte[] entry : entries) {
        out.writeInt(entry.length);
        out.write(entry);
      }
    }
  }
}
