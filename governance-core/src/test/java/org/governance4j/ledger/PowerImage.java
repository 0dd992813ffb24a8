package org.governance4j.ledger;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a power failure has left: one state of {@link PowerStates}, to be read as a disk. It is the
 * same object for all states of a moment, and only what differs between them changes.
 */
final class PowerImage extends UnwritableDisk {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Map<String, File> files;
  private final Map<String, List<File>> children = new HashMap<>();

  PowerImage(Map<String, File> files) {
    this.files = files;
    for (File file : files.values()) {
      if (file.parent != null) {
        children.computeIfAbsent(file.parent.name, n -> new ArrayList<>()).add(file);
      }
    }
  }

  /** For whom a file is. */
  enum Part {
    /** What everybody reads: checkpoint and tiles. */
    PUBLISHED,
    /** The disclosures. */
    VAULT,
    /** What recovery needs. */
    STATE
  }

  /** A name that may be there. */
  static final class File {
    final String name;
    final @Nullable File parent;
    final Part part;
    @Nullable Content content;
    private final long hash;

    File(String name, @Nullable File parent) {
      this.name = name;
      this.parent = parent;
      this.part =
          name.equals("checkpoint") || name.startsWith("tile/")
              ? Part.PUBLISHED
              : name.startsWith("vault/") ? Part.VAULT : Part.STATE;
      this.hash = mix(name.hashCode() * 0x9E3779B97F4A7C15L + name.length());
    }

    boolean isThere() {
      return content != null && (parent == null || parent.isThere());
    }
  }

  /** What a file holds. */
  static final class Content {
    final boolean directory;
    private byte[] bytes = {};
    private long hash;

    Content(boolean directory) {
      this.directory = directory;
    }

    void set(byte[] value, long itsHash) {
      bytes = value;
      hash = itsHash;
    }
  }

  /** Differs between states that differ. */
  long hash() {
    long hash = 1;
    for (File file : files.values()) {
      if (file.isThere()) {
        hash += mix(file.hash ^ Long.rotateLeft(file.content.hash, 17));
      }
    }
    return hash;
  }

  /** Differs between states that differ in a part. */
  long hash(Part part) {
    long hash = 1;
    for (File file : files.values()) {
      if (file.part == part && file.isThere()) {
        hash += mix(file.hash ^ Long.rotateLeft(file.content.hash, 17));
      }
    }
    return hash;
  }

  /** The files that are there of a part. */
  List<String> names(Part part) {
    List<String> names = new ArrayList<>();
    for (File file : files.values()) {
      if (file.part == part && file.isThere() && !file.content.directory) {
        names.add(file.name);
      }
    }
    return names;
  }

  /** What a file's content hashes to; for one that is not there, 0. */
  long hash(String name) {
    File file = files.get(name);
    return file == null || !file.isThere() ? 0 : file.content.hash;
  }

  static long hash(byte[] bytes, int length) {
    long hash = length + 0x1234567L;
    int at = 0;
    for (; at + 8 <= length; at += 8) {
      hash = (hash ^ (long) LONG.get(bytes, at)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    for (; at < length; at++) {
      hash = (hash ^ bytes[at]) * 0xBF58476D1CE4E5B9L;
    }
    return mix(hash);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A disk with this state, to go on with. */
  PowerDisk toDisk() {
    PowerDisk disk = new PowerDisk();
    Map<Content, PowerDisk.Node> nodes = new IdentityHashMap<>();
    for (File file : files.values()) {
      if (file.parent != null && file.isThere()) {
        // Two names of one file stay two names of one file.
        disk.put(
            file.name,
            nodes.computeIfAbsent(
                file.content,
                content ->
                    content.directory
                        ? new PowerDisk.Node(true)
                        : PowerDisk.Node.of(content.bytes.clone())));
      }
    }
    return disk;
  }

  private @Nullable Content find(String name) {
    File file = files.get(name);
    return file == null || !file.isThere() ? null : file.content;
  }

  @Override
  public boolean exists(String name) {
    return find(name) != null;
  }

  @Override
  public List<String> list(String directory) {
    List<String> names = new ArrayList<>();
    for (File file : children.getOrDefault(directory, List.of())) {
      if (file.isThere()) {
        names.add(file.name.substring(file.name.lastIndexOf('/') + 1));
      }
    }
    return names;
  }

  @Override
  public byte @Nullable [] read(String name, long from, int length) {
    Content content = find(name);
    if (content == null || content.directory) {
      return null;
    }
    int start = (int) Math.min(from, content.bytes.length);
    return Arrays.copyOfRange(
        content.bytes, start, (int) Math.min((long) start + length, content.bytes.length));
  }

  /** What is there, for a message. */
  String describe() {
    StringBuilder text = new StringBuilder();
    for (File file : files.values()) {
      if (file.isThere() && !file.content.directory) {
        text.append("\n  ").append(file.name).append(' ').append(file.content.bytes.length);
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return "memory";
  }
}
