package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A disk on which a mistake looks done right: what a ledger would do that leaves out a step. It is
 * there to be caught.
 */
final class LyingDisk implements Disk {
  private static final String TEMPORARY = ".state/tmp";

  /** The mistakes. */
  enum Lie {
    /** Entries are acknowledged without a force. */
    NO_FORCE_OF_ENTRIES,
    /** Entries are acknowledged before the force, which comes with the next write. */
    LATE_FORCE_OF_ENTRIES,
    /** Tiles are not durable when the checkpoint over them is published. */
    NO_FORCE_OF_TILES,
    /** A checkpoint is published before it is remembered durably. */
    NO_FORCE_OF_SIGNATURES,
    /** The log of signatures begins anew in a file that was never forced. */
    NO_FORCE_OF_COMPACTION,
    /** The checkpoint is renamed into place before it is durable. */
    NO_FORCE_OF_CHECKPOINT,
    /** Entries are acknowledged before their disclosures are durable. */
    NO_FORCE_OF_DISCLOSURES,
    /** Names in the private directory are not made durable. */
    NO_SYNC_OF_STATE,
    /** The checkpoint's name is not made durable. */
    NO_SYNC_OF_ROOT,
    /** The names of tiles are not made durable. */
    NO_SYNC_OF_TILES,
    /** The names of the vault's files are not made durable. */
    NO_SYNC_OF_VAULT,
    /** Files are overwritten in their place instead of being replaced. */
    NO_RENAME,
    /** A force that failed is tried again. */
    FORCE_RETRIED,
    /** A force that failed is taken for one that did not. */
    FAILED_FORCE_IGNORED
  }

  private final Disk disk;
  private final Lie lie;

  LyingDisk(Disk disk, Lie lie) {
    this.disk = disk;
    this.lie = lie;
  }

  private boolean isUnsynced(String name) {
    return switch (lie) {
      case NO_SYNC_OF_STATE -> name.equals(".state");
      case NO_SYNC_OF_ROOT -> name.isEmpty();
      case NO_SYNC_OF_TILES -> name.startsWith("tile");
      case NO_SYNC_OF_VAULT -> name.equals("vault");
      default -> false;
    };
  }

  private boolean isUnforced(String name) {
    return switch (lie) {
      case NO_FORCE_OF_ENTRIES, LATE_FORCE_OF_ENTRIES -> name.startsWith(".state/wal-");
      case NO_FORCE_OF_SIGNATURES -> name.equals(".state/signed.log");
      case NO_FORCE_OF_DISCLOSURES -> name.startsWith("vault/");
      // Which file it becomes is known when it is renamed.
      case NO_FORCE_OF_TILES, NO_FORCE_OF_COMPACTION, NO_FORCE_OF_CHECKPOINT ->
          name.startsWith(TEMPORARY);
      default -> false;
    };
  }

  private boolean isMoved(String to) {
    return switch (lie) {
      case NO_FORCE_OF_TILES -> to.startsWith("tile/");
      case NO_FORCE_OF_COMPACTION -> to.equals(".state/signed.log");
      case NO_FORCE_OF_CHECKPOINT -> to.equals("checkpoint");
      default -> true;
    };
  }

  @Override
  public boolean exists(String name) throws IOException {
    return disk.exists(name);
  }

  @Override
  public List<String> list(String directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public byte @Nullable [] read(String name, long from, int length) throws IOException {
    return disk.read(name, from, length);
  }

  @Override
  public void createDirectory(String name, Access access) throws IOException {
    disk.createDirectory(name, access);
  }

  @Override
  public void syncDirectory(String name) throws IOException {
    if (!isUnsynced(name)) {
      disk.syncDirectory(name);
    }
  }

  @Override
  public Output create(String name, Access access) throws IOException {
    return new LyingOutput(name, disk.create(name, access));
  }

  @Override
  public Output append(String name, Access access) throws IOException {
    return new LyingOutput(name, disk.append(name, access));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    if (lie == Lie.NO_RENAME) {
      byte[] content = disk.read(from, 0, 1 << 24);
      try (Output file = disk.create(to, Access.PUBLIC)) {
        file.write(ByteBuffer.wrap(content));
        file.force();
      }
      disk.delete(from);
      return;
    }
    if (from.startsWith(TEMPORARY) && !isMoved(to)) {
      try (Output file = disk.append(from, Access.PRIVATE)) {
        file.force();
      }
    }
    disk.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(name);
  }

  @Override
  public String toString() {
    return disk.toString();
  }

  private final class LyingOutput implements Output {
    private final String name;
    private final Output file;
    private boolean owed;

    LyingOutput(String name, Output file) {
      this.name = name;
      this.file = file;
    }

    private void pay() throws IOException {
      if (owed && lie == Lie.LATE_FORCE_OF_ENTRIES) {
        owed = false;
        file.force();
      }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      pay();
      file.write(bytes);
    }

    @Override
    public void overwrite(long at, ByteBuffer bytes) throws IOException {
      pay();
      file.overwrite(at, bytes);
    }

    @Override
    public void force() throws IOException {
      if (isUnforced(name)) {
        owed = true;
        return;
      }
      try {
        file.force();
      } catch (IOException e) {
        if (lie == Lie.FORCE_RETRIED) {
          file.force();
        } else if (lie != Lie.FAILED_FORCE_IGNORED) {
          throw e;
        }
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      file.truncate(length);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      pay();
      file.close();
    }
  }
}
