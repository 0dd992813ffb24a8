package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.BCrypt;
import org.bouncycastle.crypto.modes.CTRModeCipher;
import org.bouncycastle.crypto.modes.SICBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.jspecify.annotations.Nullable;

/**
 * Reads Ed25519 keys of {@code ssh-keygen}: the format {@code openssh-key-v1} of OpenSSH's
 * PROTOCOL.key, plain or encrypted with its defaults, bcrypt_pbkdf and AES-256 in counter mode.
 */
final class OpenSshKey {
  static final String LABEL = "OPENSSH PRIVATE KEY";

  /** {@code ssh-keygen -a} takes some 16 to 100; a round takes about 10 ms. */
  static final int MAX_ROUNDS = 1_000;

  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(US_ASCII);
  private static final String ED25519 = "ssh-ed25519";
  private static final int KEY_BYTES = 32;
  private static final int IV_BYTES = 16;

  private OpenSshKey() {}

  static SecretKey decode(byte[] content, char @Nullable [] password) throws Pem.Malformed {
    ByteBuffer in = ByteBuffer.wrap(content);
    try {
      byte[] magic = new byte[MAGIC.length];
      in.get(magic);
      if (!Arrays.equals(magic, MAGIC)) {
        throw damaged();
      }
      String cipher = text(in);
      String derivation = text(in);
      ByteBuffer options = ByteBuffer.wrap(string(in));
      int keys = in.getInt();
      if (keys != 1) {
        throw new Pem.Malformed("it has not one key but " + Integer.toUnsignedString(keys));
      }
      ByteBuffer publicKey = ByteBuffer.wrap(string(in));
      String algorithm = text(publicKey);
      if (!algorithm.equals(ED25519)) {
        throw new Pem.Malformed(
            "its algorithm is " + Hostile.quote(algorithm) + ", not " + ED25519);
      }
      byte[] secret = string(in);
      try {
        if (in.hasRemaining()) {
          throw damaged();
        }
        if (cipher.equals("none") && derivation.equals("none")) {
          return open(secret, damaged());
        }
        decrypt(secret, cipher, derivation, options, PrivateKeys.required(password));
        return open(secret, Pbes2.wrongPassword());
      } finally {
        Arrays.fill(secret, (byte) 0);
      }
    } catch (BufferUnderflowException e) {
      throw damaged();
    }
  }

  private static void decrypt(
      byte[] secret, String cipher, String derivation, ByteBuffer options, char[] password)
      throws Pem.Malformed {
    if (!cipher.equals("aes256-ctr") || !derivation.equals("bcrypt")) {
      throw new Pem.Malformed(
          "it is encrypted with "
              + Hostile.quote(cipher)
              + " and "
              + Hostile.quote(derivation)
              + ", not aes256-ctr and bcrypt");
    }
    byte[] salt = string(options);
    int rounds = options.getInt();
    if (salt.length == 0 || rounds < 1 || rounds > MAX_ROUNDS) {
      throw new Pem.Malformed("its number of bcrypt rounds is not from 1 to " + MAX_ROUNDS);
    }
    byte[] phrase = Pbes2.utf8(password);
    if (phrase.length == 0) {
      throw Pbes2.wrongPassword();
    }
    byte[] derived = new byte[0];
    try {
      derived = BCrypt.pbkdfGenerate(phrase, salt, rounds, KEY_BYTES + IV_BYTES);
      CTRModeCipher aes = SICBlockCipher.newInstance(AESEngine.newInstance());
      aes.init(
          false,
          new ParametersWithIV(
              new KeyParameter(derived, 0, KEY_BYTES), derived, KEY_BYTES, IV_BYTES));
      aes.processBytes(secret, 0, secret.length, secret, 0);
    } finally {
      Arrays.fill(phrase, (byte) 0);
      Arrays.fill(derived, (byte) 0);
    }
  }

  /** Two equal check numbers, the key, a comment, and 1, 2, 3… up to the cipher's block. */
  private static SecretKey open(byte[] secret, Pem.Malformed otherwise) throws Pem.Malformed {
    ByteBuffer in = ByteBuffer.wrap(secret);
    byte[] both = new byte[0];
    try {
      int check = in.getInt();
      if (check != in.getInt() || !text(in).equals(ED25519)) {
        throw otherwise;
      }
      byte[] point = string(in);
      both = string(in);
      if (both.length != Ed25519SecretKey.SEED_BYTES + point.length) {
        throw otherwise;
      }
      string(in);
      for (byte expected = 1; in.hasRemaining(); expected++) {
        if (in.get() != expected) {
          throw otherwise;
        }
      }
      Ed25519SecretKey key = new Ed25519SecretKey(Arrays.copyOf(both, Ed25519SecretKey.SEED_BYTES));
      if (!Arrays.equals(key.publicKey(), Ed25519PublicKey.spki(point))) {
        key.wipe();
        throw new Pem.Malformed("the public key in it belongs to another private key");
      }
      return key;
    } catch (BufferUnderflowException e) {
      throw otherwise;
    } finally {
      Arrays.fill(both, (byte) 0);
    }
  }

  private static byte[] string(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static String text(ByteBuffer in) {
    return new String(string(in), UTF_8);
  }

  private static Pem.Malformed damaged() {
    return new Pem.Malformed("it is not an OpenSSH private key, or is damaged");
  }
}
