package org.governance4j.crypto.x509;

import java.security.MessageDigest;
import java.util.Arrays;

/** EMSA-PSS-VERIFY of RFC 8017 section 9.1.2. */
final class Pss {
  private static final byte TRAILER = (byte) 0xbc;

  private Pss() {}

  /**
   * Whether a message of this digest was encoded so.
   *
   * @param block as long as the modulus; cleared of its mask
   * @param emBits the bits of an encoded message, one less than those of the modulus
   */
  static boolean holds(SignatureScheme.RsaPss scheme, byte[] digest, byte[] block, int emBits) {
    int emLength = (emBits + 7) / 8;
    int start = block.length - emLength;
    int hashLength = digest.length;
    int maskedLength = emLength - hashLength - 1;
    // Room for one byte that ends the padding; compared so that no salt length overflows.
    if (scheme.saltBytes() > maskedLength - 1) {
      return false;
    }
    int unused = 8 * emLength - emBits;
    int mask = 0xff >> unused;
    if ((start == 1 && block[0] != 0)
        || block[block.length - 1] != TRAILER
        || (block[start] & ~mask & 0xff) != 0) {
      return false;
    }
    byte[] hash = Arrays.copyOfRange(block, start + maskedLength, block.length - 1);
    byte[] data = Arrays.copyOfRange(block, start, start + maskedLength);
    unmask(data, hash, scheme.mask());
    data[0] &= (byte) mask;
    int salt = maskedLength - scheme.saltBytes();
    for (int i = 0; i < salt - 1; i++) {
      if (data[i] != 0) {
        return false;
      }
    }
    if (data[salt - 1] != 1) {
      return false;
    }
    MessageDigest again = scheme.digest().start();
    again.update(new byte[8]);
    again.update(digest);
    again.update(data, salt, scheme.saltBytes());
    return MessageDigest.isEqual(hash, again.digest());
  }

  /** MGF1 of the seed, added to the data. */
  private static void unmask(byte[] data, byte[] seed, DigestAlgorithm algorithm) {
    MessageDigest digest = algorithm.start();
    for (int from = 0, counter = 0; from < data.length; counter++) {
      digest.update(seed);
      digest.update(
          new byte[] {
            (byte) (counter >> 24), (byte) (counter >> 16), (byte) (counter >> 8), (byte) counter
          });
      byte[] block = digest.digest();
      for (int i = 0; i < block.length && from < data.length; i++) {
        data[from++] ^= block[i];
      }
    }
  }
}
