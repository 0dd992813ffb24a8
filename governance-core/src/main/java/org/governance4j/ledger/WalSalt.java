package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.zip.CRC32C;
import org.governance4j.LedgerCorrupted;
import org.jspecify.annotations.Nullable;

/**
 * What the checksum of every frame of the write-ahead log begins with: 8 random bytes in {@code
 * .state/salt}, and their CRC-32C.
 *
 * <p>Whoever chooses what entries contain could otherwise write frames into them that look like
 * those of a later commit. When a crash tears the commit with such an entry, they would be taken
 * for proof that something before them was damaged, and the ledger would not open again. Without
 * the salt a forged frame is good by chance only, once in 2^32.
 *
 * <p>It never changes, and is durable before the first segment is there.
 */
final class WalSalt {
  static final String NAME = WriteAheadLog.DIRECTORY + "/salt";

  private static final int BYTES = 8;

  private WalSalt() {}

  /**
   * Makes the salt of an empty ledger, durable on return; what an earlier attempt has left may not
   * be.
   */
  static byte[] make(Disk disk) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(BYTES + 4);
    byte[] salt = new byte[BYTES];
    new SecureRandom().nextBytes(salt);
    content.put(salt).putInt(crc(salt));
    try (Disk.Output file = disk.create(NAME, Disk.Access.PRIVATE)) {
      file.write(content.flip());
      file.force();
    }
    disk.syncDirectory(WriteAheadLog.DIRECTORY);
    return salt;
  }

  /**
   * Reads the salt of a ledger.
   *
   * @throws LedgerCorrupted if there is none
   */
  static byte[] read(Disk disk) throws IOException {
    byte[] salt = find(disk);
    if (salt == null) {
      throw new LedgerCorrupted(
          disk + "/" + NAME + " is missing or damaged; nothing can be read from wal-*.log without");
    }
    return salt;
  }

  private static byte @Nullable [] find(Disk disk) throws IOException {
    byte[] content = disk.read(NAME, 0, BYTES + 5);
    if (content == null || content.length != BYTES + 4) {
      return null;
    }
    ByteBuffer file = ByteBuffer.wrap(content);
    byte[] salt = new byte[BYTES];
    file.get(salt);
    return file.getInt() == crc(salt) ? salt : null;
  }

  private static int crc(byte[] salt) {
    CRC32C crc = new CRC32C();
    crc.update(salt);
    return (int) crc.getValue();
  }
}
