package org.governance4j.ledger;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that keeps apart what is written and what is durable, so that it can crash, and
 * that fails when told to.
 *
 * <p>After a crash a file holds what was forced and any part, in sectors of 512 bytes, of what was
 * written since; a directory knows the names that were synced and any part of the changes since. A
 * failed force loses what it should have forced although it can still be read: that is what Linux
 * does.
 */
final class MemoryDisk implements Disk {
  private static final int SECTOR = 512;

  private final Map<String, Node> names = new TreeMap<>();
  private final Map<String, Node> durable = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();

  /** Called before each force. */
  Runnable beforeForce = () -> {};

  /** Called with the directory after each listing. */
  Consumer<String> afterList = directory -> {};

  /** How many operations that change something may still succeed. */
  long budget = Long.MAX_VALUE;

  /** How many bytes files may still grow by; what is deleted gives its bytes back. */
  long space = Long.MAX_VALUE / 2;

  /** How many such operations there were. */
  long operations;

  /** Whether an operation has failed. */
  boolean failed;

  MemoryDisk() {
    Node root = new Node(true);
    names.put("", root);
    durable.put("", root);
  }

  private static final class Node {
    final boolean directory;
    byte[] content = {};
    byte[] durable = {};
    final List<Write> pending = new ArrayList<>();

    Node(boolean directory) {
      this.directory = directory;
    }

    Node copy(byte[] bytes) {
      Node copy = new Node(directory);
      copy.content = bytes;
      copy.durable = bytes;
      return copy;
    }
  }

  /** Bytes at an offset, or a cut to the offset if they are null. */
  private record Write(int at, byte @Nullable [] bytes) {
    byte[] applyTo(byte[] content) {
      if (bytes == null) {
        return Arrays.copyOf(content, at);
      }
      byte[] result = Arrays.copyOf(content, Math.max(content.length, at + bytes.length));
      System.arraycopy(bytes, 0, result, at, bytes.length);
      return result;
    }
  }

  /** A name that got another file, or none. */
  private record Change(String name, @Nullable Node node) {
    String directory() {
      return parent(name);
    }
  }

  private static String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  /** Counts an operation, and fails it when the budget is spent; every later one fails too. */
  private void spend(String what) throws IOException {
    operations++;
    if (budget <= 0) {
      failed = true;
      throw new IOException("injected: " + what);
    }
    budget--;
  }

  private Node node(String name) throws IOException {
    Node node = names.get(name);
    if (node == null) {
      throw new FileNotFoundException(name);
    }
    return node;
  }

  private void change(String name, @Nullable Node node) throws IOException {
    if (!node(parent(name)).directory) {
      throw new IOException(parent(name) + " is not a directory");
    }
    if (node == null) {
      names.remove(name);
    } else {
      names.put(name, node);
    }
    changes.add(new Change(name, node));
  }

  @Override
  public synchronized boolean exists(String name) {
    return names.containsKey(name);
  }

  @Override
  public synchronized List<String> list(String directory) {
    List<String> found =
        names.keySet().stream()
            .filter(name -> !name.isEmpty() && parent(name).equals(directory))
            .map(name -> name.substring(name.lastIndexOf('/') + 1))
            .sorted()
            .toList();
    afterList.accept(directory);
    return found;
  }

  @Override
  public synchronized byte @Nullable [] read(String name, long from, int length) {
    Node node = names.get(name);
    if (node == null || node.directory) {
      return null;
    }
    int start = (int) Math.min(from, node.content.length);
    int end = (int) Math.min((long) start + length, node.content.length);
    return Arrays.copyOfRange(node.content, start, end);
  }

  @Override
  public synchronized void createDirectory(String name, Access access) throws IOException {
    spend("mkdir " + name);
    if (!names.containsKey(name)) {
      change(name, new Node(true));
    }
  }

  @Override
  public synchronized void syncDirectory(String name) throws IOException {
    node(name);
    spend("sync " + name);
    changes.removeIf(
        change -> {
          if (!change.directory().equals(name)) {
            return false;
          }
          apply(durable, change);
          return true;
        });
  }

  private static void apply(Map<String, Node> names, Change change) {
    if (change.node == null) {
      names.remove(change.name);
    } else {
      names.put(change.name, change.node);
    }
  }

  @Override
  public synchronized Output create(String name, Access access) throws IOException {
    spend("create " + name);
    return open(name, true);
  }

  @Override
  public synchronized Output append(String name, Access access) throws IOException {
    spend("open " + name);
    return open(name, false);
  }

  private Output open(String name, boolean empty) throws IOException {
    if (!names.containsKey(name)) {
      change(name, new Node(false));
    }
    MemoryOutput output = new MemoryOutput(node(name));
    if (empty) {
      output.cut(0);
    }
    return output;
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    spend("rename " + to);
    Node node = node(from);
    change(to, node);
    change(from, null);
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    spend("delete " + name);
    if (!list(name).isEmpty()) {
      throw new IOException(name + " is not empty");
    }
    if (names.containsKey(name)) {
      space += names.get(name).content.length;
      change(name, null);
    }
  }

  private final class MemoryOutput implements Output {
    private final Node node;
    private boolean closed;

    MemoryOutput(Node node) {
      this.node = node;
    }

    private void apply(Write write) {
      node.content = write.applyTo(node.content);
      node.pending.add(write);
    }

    void cut(int length) {
      apply(new Write(length, null));
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      synchronized (MemoryDisk.this) {
        requireOpen();
        byte[] written = new byte[bytes.remaining()];
        bytes.get(written);
        try {
          spend("write");
        } catch (IOException e) {
          // A write that fails may have written a part.
          apply(new Write(node.content.length, Arrays.copyOf(written, written.length / 2)));
          throw e;
        }
        grow(node.content.length, written);
      }
    }

    @Override
    public void overwrite(long at, ByteBuffer bytes) throws IOException {
      synchronized (MemoryDisk.this) {
        requireOpen();
        spend("overwrite");
        byte[] written = new byte[bytes.remaining()];
        bytes.get(written);
        grow((int) at, written);
      }
    }

    /** Writes as much as there is room for. */
    private void grow(int at, byte[] written) throws DiskFull {
      long growth = Math.max(0, at + written.length - node.content.length);
      if (growth > space) {
        apply(new Write(at, Arrays.copyOf(written, (int) (written.length - growth + space))));
        space = 0;
        throw new DiskFull("injected: no room", null);
      }
      space -= growth;
      apply(new Write(at, written));
    }

    @Override
    public void force() throws IOException {
      beforeForce.run();
      synchronized (MemoryDisk.this) {
        requireOpen();
        try {
          spend("force");
        } catch (IOException e) {
          node.pending.clear();
          throw e;
        }
        for (Write write : node.pending) {
          node.durable = write.applyTo(node.durable);
        }
        node.pending.clear();
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      synchronized (MemoryDisk.this) {
        requireOpen();
        spend("truncate");
        cut((int) length);
      }
    }

    @Override
    public long size() {
      return node.content.length;
    }

    @Override
    public void close() {
      closed = true;
    }

    private void requireOpen() throws IOException {
      if (closed) {
        throw new IOException("closed");
      }
    }
  }

  /** What is there when only the process dies. */
  synchronized MemoryDisk survive() {
    return image(names, node -> node.content);
  }

  /** One of the things that may be there when the power fails. */
  synchronized MemoryDisk crash(Random random) {
    Map<String, Node> left = new HashMap<>(durable);
    int mode = random.nextInt(4);
    for (Change change : changes) {
      if (mode == 0 || (mode > 1 && random.nextBoolean())) {
        apply(left, change);
      }
    }
    // A file is nowhere when one of the directories above it is not.
    boolean removed = true;
    while (removed) {
      removed = left.keySet().removeIf(n -> !n.isEmpty() && !left.containsKey(parent(n)));
    }
    return image(left, node -> torn(node, random));
  }

  private static byte[] torn(Node node, Random random) {
    byte[] content = node.durable;
    for (Write write : node.pending) {
      if (write.bytes == null) {
        if (random.nextBoolean()) {
          content = write.applyTo(content);
        }
        continue;
      }
      int end = write.at + write.bytes.length;
      int mode = random.nextInt(4);
      if (mode == 0) {
        continue;
      }
      byte[] all = write.applyTo(content);
      byte[] some = Arrays.copyOf(content, Math.max(content.length, end));
      int kept = Math.max(content.length, write.at);
      for (int at = write.at / SECTOR * SECTOR; at < end; at += SECTOR) {
        if (mode == 1 || random.nextBoolean()) {
          int from = Math.max(at, write.at);
          int to = Math.min(at + SECTOR, end);
          System.arraycopy(all, from, some, from, to - from);
          kept = to;
        }
      }
      // The length is metadata: it may be anything up to the new one.
      content = random.nextBoolean() ? some : Arrays.copyOf(some, kept);
    }
    return content;
  }

  private interface View {
    byte[] of(Node node);
  }

  private static MemoryDisk image(Map<String, Node> names, View view) {
    MemoryDisk image = new MemoryDisk();
    Map<Node, Node> copies = new IdentityHashMap<>();
    names.forEach(
        (name, node) -> {
          Node copy = copies.computeIfAbsent(node, n -> n.copy(view.of(n)));
          image.names.put(name, copy);
          image.durable.put(name, copy);
        });
    return image;
  }

  /** The files below a directory with their content. */
  synchronized Map<String, byte[]> files(String directory) {
    Map<String, byte[]> files = new TreeMap<>();
    names.forEach(
        (name, node) -> {
          if (!node.directory && name.startsWith(directory)) {
            files.put(name, node.content.clone());
          }
        });
    return files;
  }

  synchronized TreeSet<String> fileNames(String directory) {
    return new TreeSet<>(files(directory).keySet());
  }

  /** Changes a file behind everybody's back; null removes it. */
  synchronized void tamper(String name, byte @Nullable [] content) {
    if (content == null) {
      names.remove(name);
      return;
    }
    Node node = new Node(false).copy(content.clone());
    names.put(name, node);
    durable.put(name, node);
  }

  synchronized byte[] content(String name) {
    Node node = names.get(name);
    if (node == null) {
      throw new AssertionError("no file " + name + " in " + names.keySet());
    }
    return node.content.clone();
  }

  @Override
  public String toString() {
    return "memory";
  }
}
