package org.governance4j.ledger;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that knows, at every moment, all that POSIX lets a power failure leave of it;
 * {@link PowerStates} enumerates that.
 *
 * <ul>
 *   <li>A sector of 512 bytes that was written since the last force of its file has its durable
 *       content or that of any write since, independently of all other sectors.
 *   <li>The length of a file is its durable one or any, by sectors, that it came through since.
 *       Where it grew over a sector that did not arrive there are zeros.
 *   <li>A name has its durable file or any it had since the last sync of its directory,
 *       independently of all other names.
 *   <li>A failed force arrives in part or not at all, and what did not arrive never will: the
 *       kernel has marked the pages clean, so a later force does nothing for them, although they
 *       can be read.
 * </ul>
 *
 * <p>Every operation passes through a {@link Hook} first, which may look at the disk, or fail it.
 */
final class PowerDisk implements Disk {
  static final int SECTOR = 512;

  /** What an operation does. */
  enum Kind {
    MKDIR,
    SYNC,
    OPEN,
    WRITE,
    FORCE,
    TRUNCATE,
    RENAME,
    DELETE,
    READ
  }

  /** Sees every operation before it is done. */
  interface Hook {
    /** Returns normally if the operation shall succeed. */
    void before(Kind kind, String name) throws IOException;
  }

  /** An operation that did a part of its work before it failed. */
  static final class Partly extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient @Nullable IOException seen;

    /**
     * Makes one.
     *
     * @param seen what the caller sees of it, or null for this one
     */
    Partly(String message, @Nullable IOException seen) {
      super(message);
      this.seen = seen;
    }

    IOException seen() {
      return seen == null ? this : seen;
    }
  }

  /** Called before each operation. */
  Hook hook = (kind, name) -> {};

  /** What a failed force still brings to the disk: null for nothing. */
  @Nullable Random remains;

  private final Map<String, Slot> slots = new TreeMap<>();
  private final Set<Node> failedForces = new HashSet<>();

  PowerDisk() {
    Slot root = new Slot("", null);
    root.current = new Node(true);
    root.durable = root.current;
    slots.put("", root);
  }

  /** A name, and which files it had since its directory was synced. */
  static final class Slot {
    final String name;
    final @Nullable Slot parent;
    @Nullable Node current;
    @Nullable Node durable;

    /** The files it had since, null for none. */
    final List<@Nullable Node> pending = new ArrayList<>();

    Slot(String name, @Nullable Slot parent) {
      this.name = name;
      this.parent = parent;
    }

    void change(@Nullable Node node) {
      current = node;
      if (!pending.contains(node)) {
        pending.add(node);
      }
    }
  }

  /** A file or directory. */
  static final class Node {
    final boolean directory;
    byte[] durable = {};

    /** What the durable content hashes to, made when it is first asked for. */
    long durableHash;

    private byte[] cache = {};
    private int length;

    /** By sector, its contents since the last force; the last is the current one. */
    final TreeMap<Integer, List<byte[]>> sectors = new TreeMap<>();

    /** The lengths since the last force. */
    final TreeSet<Integer> lengths = new TreeSet<>();

    Node(boolean directory) {
      this.directory = directory;
    }

    static Node of(byte[] content) {
      Node node = new Node(false);
      node.durable = content;
      node.cache = content.clone();
      node.length = content.length;
      return node;
    }

    byte[] content() {
      return Arrays.copyOf(cache, length);
    }

    int length() {
      return length;
    }

    boolean isPending() {
      return !lengths.isEmpty();
    }

    void write(int at, byte[] bytes, int count) {
      int end = at + count;
      if (end > cache.length) {
        cache = Arrays.copyOf(cache, Math.max(end, cache.length * 2));
      }
      System.arraycopy(bytes, 0, cache, at, count);
      length = Math.max(length, end);
      lengths.add(length);
      if (count > 0) {
        dirty(at, end);
      }
    }

    void truncate(int to) {
      int before = length;
      Arrays.fill(cache, Math.min(to, length), length, (byte) 0);
      length = to;
      lengths.add(to);
      if (to % SECTOR != 0 && before > to) {
        dirty(to, to + 1);
      }
    }

    private void dirty(int from, int to) {
      for (int sector = from / SECTOR; sector * SECTOR < to; sector++) {
        byte[] content = Arrays.copyOfRange(cache, sector * SECTOR, (sector + 1) * SECTOR);
        if (sector * SECTOR + SECTOR > length) {
          Arrays.fill(content, Math.max(0, length - sector * SECTOR), SECTOR, (byte) 0);
        }
        sectors.computeIfAbsent(sector, s -> new ArrayList<>()).add(content);
      }
    }

    /** Makes what is pending durable, or a random part of it, and forgets it. */
    void arrive(@Nullable Random part) {
      byte[] arrived = Arrays.copyOf(durable, length);
      sectors.forEach(
          (sector, versions) -> {
            int at = sector * SECTOR;
            if (at < arrived.length && (part == null || part.nextBoolean())) {
              byte[] last = versions.get(versions.size() - 1);
              System.arraycopy(last, 0, arrived, at, Math.min(SECTOR, arrived.length - at));
            }
          });
      durable = arrived;
      durableHash = 0;
      sectors.clear();
      lengths.clear();
    }

    /** Forgets what is pending: it will never arrive. */
    void lose() {
      sectors.clear();
      lengths.clear();
    }
  }

  /** All names that are there, or may be after a crash. */
  Iterable<Slot> slots() {
    return slots.values();
  }

  /** Puts a durable file or directory in place, to make a disk of a state. */
  void put(String name, Node node) {
    Slot slot = slot(name);
    slot.current = node;
    slot.durable = node;
  }

  /** A new process opens the ledger: it knows nothing of the failures of the old one. */
  synchronized void restarted() {
    failedForces.clear();
  }

  private Slot slot(String name) {
    Slot slot = slots.get(name);
    if (slot == null) {
      slot = new Slot(name, slots.get(parent(name)));
      slots.put(name, slot);
    }
    return slot;
  }

  static String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  private @Nullable Node find(String name) {
    Slot slot = slots.get(name);
    return slot == null ? null : slot.current;
  }

  private Node file(String name) throws IOException {
    Node node = find(name);
    if (node == null || node.directory) {
      throw new FileNotFoundException(name);
    }
    return node;
  }

  private void requireDirectory(String name) throws IOException {
    Node node = find(name);
    if (node == null || !node.directory) {
      throw new IOException(name + " is not a directory");
    }
  }

  @Override
  public synchronized boolean exists(String name) {
    return find(name) != null;
  }

  @Override
  public synchronized List<String> list(String directory) throws IOException {
    hook.before(Kind.READ, directory);
    List<String> names = new ArrayList<>();
    for (Slot slot : slots.values()) {
      if (slot.current != null && slot.parent != null && slot.parent.name.equals(directory)) {
        names.add(slot.name.substring(slot.name.lastIndexOf('/') + 1));
      }
    }
    return names;
  }

  @Override
  public synchronized byte @Nullable [] read(String name, long from, int length)
      throws IOException {
    hook.before(Kind.READ, name);
    Node node = find(name);
    if (node == null || node.directory) {
      return null;
    }
    int start = (int) Math.min(from, node.length);
    int end = (int) Math.min((long) start + length, node.length);
    return Arrays.copyOfRange(node.cache, start, end);
  }

  @Override
  public synchronized void createDirectory(String name, Access access) throws IOException {
    requireDirectory(parent(name));
    hook.before(Kind.MKDIR, name);
    if (find(name) == null) {
      slot(name).change(new Node(true));
    }
  }

  @Override
  public synchronized void syncDirectory(String name) throws IOException {
    requireDirectory(name);
    Node directory = find(name);
    requireForceable(directory, name);
    try {
      hook.before(Kind.SYNC, name);
    } catch (IOException e) {
      failedForces.add(directory);
      throw e;
    }
    for (Slot slot : slots.values()) {
      if (slot.parent != null && slot.parent.name.equals(name)) {
        slot.durable = slot.current;
        slot.pending.clear();
      }
    }
    // What was in a directory that is gone for good, is gone with it.
    slots.values().removeIf(slot -> slot.parent != null && isGone(slot.parent));
  }

  private static boolean isGone(Slot slot) {
    return slot.current == null && slot.durable == null && slot.pending.isEmpty();
  }

  @Override
  public synchronized Output create(String name, Access access) throws IOException {
    MemoryOutput output = open(name);
    if (output.node.length > 0) {
      output.node.truncate(0);
    }
    return output;
  }

  @Override
  public synchronized Output append(String name, Access access) throws IOException {
    return open(name);
  }

  private MemoryOutput open(String name) throws IOException {
    requireDirectory(parent(name));
    hook.before(Kind.OPEN, name);
    if (find(name) == null) {
      slot(name).change(new Node(false));
    }
    return new MemoryOutput(name, file(name));
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    Node node = file(from);
    requireDirectory(parent(to));
    try {
      hook.before(Kind.RENAME, to);
    } catch (Partly e) {
      moved(from, to, node);
      throw e.seen();
    }
    moved(from, to, node);
  }

  private void moved(String from, String to, Node node) {
    slot(to).change(node);
    slot(from).change(null);
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    hook.before(Kind.DELETE, name);
    if (find(name) == null) {
      return;
    }
    for (Slot slot : slots.values()) {
      if (slot.current != null && slot.parent != null && slot.parent.name.equals(name)) {
        throw new IOException(name + " is not empty");
      }
    }
    slot(name).change(null);
  }

  private void requireForceable(@Nullable Node node, String name) {
    if (failedForces.contains(node)) {
      throw new AssertionError("a force of " + name + " failed and is tried again");
    }
  }

  private final class MemoryOutput implements Output {
    private final String name;
    private final Node node;
    private boolean closed;

    MemoryOutput(String name, Node node) {
      this.name = name;
      this.node = node;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      put(node.length, bytes);
    }

    @Override
    public void overwrite(long at, ByteBuffer bytes) throws IOException {
      put((int) at, bytes);
    }

    private void put(int at, ByteBuffer bytes) throws IOException {
      synchronized (PowerDisk.this) {
        requireOpen();
        byte[] written = new byte[bytes.remaining()];
        bytes.duplicate().get(written);
        try {
          hook.before(Kind.WRITE, name);
        } catch (Partly e) {
          node.write(at, written, written.length / 2);
          throw e.seen();
        }
        bytes.position(bytes.limit());
        node.write(at, written, written.length);
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (PowerDisk.this) {
        requireOpen();
        requireForceable(node, name);
        try {
          hook.before(Kind.FORCE, name);
        } catch (IOException e) {
          if (remains == null) {
            node.lose();
          } else {
            node.arrive(remains);
          }
          failedForces.add(node);
          throw e;
        }
        node.arrive(null);
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      synchronized (PowerDisk.this) {
        requireOpen();
        hook.before(Kind.TRUNCATE, name);
        node.truncate((int) length);
      }
    }

    @Override
    public long size() {
      synchronized (PowerDisk.this) {
        return node.length;
      }
    }

    @Override
    public void close() {
      synchronized (PowerDisk.this) {
        closed = true;
      }
    }

    private void requireOpen() throws IOException {
      if (closed) {
        throw new IOException(name + " is closed");
      }
    }
  }

  @Override
  public String toString() {
    return "memory";
  }
}
