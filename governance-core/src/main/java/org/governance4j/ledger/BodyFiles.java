package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import org.governance4j.Digest;
import org.governance4j.InvalidData;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerUnavailable;
import org.governance4j.json.BodyRef;

/**
 * Keeps bodies that were too large for their entries, each in a file named by the SHA-256 of its
 * bytes in hex, readable by the owner alone.
 *
 * <p>A body is stored before its entry is appended, and it is durable then; storing it twice is no
 * error. The ledger holds its digest only: it can be deleted like any file, and no proof breaks.
 *
 * <pre>{@code
 * BodyRef.Fitted fitted = BodyRef.fit(entry, "report");
 * if (fitted.body() != null) {
 *   bodies.store(fitted.body());
 * }
 * ledger.append(fitted.entry());
 * }</pre>
 *
 * <p>Safe for any number of threads and processes. Blocks on I/O.
 */
public final class BodyFiles {
  private static final String BODIES = "vault/bodies";

  private final Disk disk;
  private final String prefix;

  BodyFiles(Disk disk, String prefix) {
    this.disk = disk;
    this.prefix = prefix;
  }

  /**
   * Bodies in a directory of their own.
   *
   * @param directory exists
   */
  public static BodyFiles in(Path directory) {
    return new BodyFiles(new OsDisk(directory), "");
  }

  /**
   * Bodies in the private {@code vault/bodies/} of a ledger's directory.
   *
   * @param directory of the ledger
   */
  public static BodyFiles ofLedger(Path directory) {
    return ofLedger(new OsDisk(directory));
  }

  static BodyFiles ofLedger(Disk disk) {
    return new BodyFiles(disk, BODIES + "/");
  }

  /**
   * Stores a body; durable on return.
   *
   * @return the reference that stands in the entry
   * @throws LedgerUnavailable if it cannot be written
   */
  public BodyRef store(byte[] body) {
    BodyRef reference = BodyRef.to(body);
    String name = name(reference.sha256());
    String temporary = prefix + UUID.randomUUID() + ".tmp";
    try {
      if (!prefix.isEmpty()) {
        disk.createDirectory(Vault.DIRECTORY, Disk.Access.PRIVATE);
        disk.createDirectory(BODIES, Disk.Access.PRIVATE);
        disk.syncDirectory("");
        disk.syncDirectory(Vault.DIRECTORY);
      }
      // Also if it is there: what was there may be damaged, or not durable yet.
      try (Disk.Output file = disk.create(temporary, Disk.Access.PRIVATE)) {
        file.write(ByteBuffer.wrap(body));
        file.force();
      }
      disk.rename(temporary, name);
      disk.syncDirectory(directory());
      return reference;
    } catch (IOException e) {
      try {
        disk.delete(temporary);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw new LedgerUnavailable("a body cannot be stored as " + disk + "/" + name + ": " + e, e);
    }
  }

  /**
   * Reads a body and verifies it.
   *
   * @throws LedgerUnavailable if it is not there or cannot be read
   * @throws LedgerCorrupted if what is there is another body
   * @throws IllegalArgumentException if the reference is to more than 2³¹ − 9 bytes, which no body
   *     stored here has
   */
  public byte[] read(BodyRef reference) {
    if (reference.length() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("a body has at most 2^31 - 9 bytes: " + reference);
    }
    String name = name(reference.sha256());
    byte[] body;
    try {
      body = disk.read(name, 0, (int) reference.length() + 1);
    } catch (IOException e) {
      throw new LedgerUnavailable(disk + "/" + name + " cannot be read: " + e, e);
    }
    if (body == null) {
      throw new LedgerUnavailable("there is no body " + disk + "/" + name);
    }
    try {
      reference.verify(body);
    } catch (InvalidData e) {
      throw new LedgerCorrupted(disk + "/" + name + ": " + e.getMessage(), e);
    }
    return body;
  }

  private String directory() {
    return prefix.isEmpty() ? "" : BODIES;
  }

  private String name(Digest sha256) {
    return prefix + sha256.hex();
  }
}
