package org.governance4j.crypto;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;

/**
 * The encryption of cosign's key files: scrypt, then NaCl's secretbox (XSalsa20 and Poly1305) over
 * the key in PKCS#8, all of it written as JSON.
 */
final class CosignKey {
  static final String SIGSTORE = "ENCRYPTED SIGSTORE PRIVATE KEY";
  static final String COSIGN = "ENCRYPTED COSIGN PRIVATE KEY";

  /** The costs that cosign itself has used and accepts: a file must not choose how much memory. */
  private static final List<Integer> COSTS = List.of(32_768, 65_536, 131_072);

  private static final int COST = 65_536;
  private static final int BLOCK_SIZE = 8;
  private static final int PARALLELISM = 1;
  private static final int SALT_BYTES = 32;
  private static final int NONCE_BYTES = 24;
  private static final int KEY_BYTES = 32;
  private static final int TAG_BYTES = 16;
  private static final int MAX_DEPTH = 8;

  private CosignKey() {}

  /** Encrypts a PrivateKeyInfo. */
  static byte[] encrypt(byte[] pkcs8, char[] password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    byte[] key = derive(password, salt, COST);
    byte[] box = new byte[TAG_BYTES + pkcs8.length];
    try {
      XSalsa20Engine stream = new XSalsa20Engine();
      byte[] macKey = start(stream, key, nonce);
      stream.processBytes(pkcs8, 0, pkcs8.length, box, TAG_BYTES);
      System.arraycopy(tag(macKey, box), 0, box, 0, TAG_BYTES);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
    JsonValue parameters =
        JsonValue.object()
            .with("N", JsonValue.of(COST))
            .with("r", JsonValue.of(BLOCK_SIZE))
            .with("p", JsonValue.of(PARALLELISM));
    return CanonicalJson.write(
        JsonValue.object()
            .with(
                "kdf",
                JsonValue.object()
                    .with("name", JsonValue.of("scrypt"))
                    .with("params", parameters)
                    .with("salt", Base64Text.of(salt)))
            .with(
                "cipher",
                JsonValue.object()
                    .with("name", JsonValue.of("nacl/secretbox"))
                    .with("nonce", Base64Text.of(nonce)))
            .with("ciphertext", Base64Text.of(box)));
  }

  /** Decrypts what is authenticated: other bytes than were encrypted do not come out. */
  static byte[] decrypt(byte[] json, char[] password) throws Pem.Malformed {
    int cost;
    byte[] salt;
    byte[] nonce;
    byte[] box;
    try {
      JsonMembers file = object(StrictJson.parse(json, KeyFile.MAX_BYTES, MAX_DEPTH));
      JsonMembers kdf = file.object("kdf");
      JsonMembers cipher = file.object("cipher");
      box = base64(file, "ciphertext", TAG_BYTES + 1, KeyFile.MAX_BYTES);
      file.noOthers();
      kdf.word("name", List.of("scrypt"));
      JsonMembers parameters = kdf.object("params");
      salt = base64(kdf, "salt", SALT_BYTES, SALT_BYTES);
      kdf.noOthers();
      cipher.word("name", List.of("nacl/secretbox"));
      nonce = base64(cipher, "nonce", NONCE_BYTES, NONCE_BYTES);
      cipher.noOthers();
      cost = cost(parameters);
      parameters.noOthers();
    } catch (InvalidData e) {
      // The cause is dropped: its message may quote the content.
      throw new Pem.Malformed("its content is not the JSON of a cosign key");
    }
    byte[] key = derive(password, salt, cost);
    try {
      XSalsa20Engine stream = new XSalsa20Engine();
      byte[] macKey = start(stream, key, nonce);
      if (!MessageDigest.isEqual(tag(macKey, box), Arrays.copyOf(box, TAG_BYTES))) {
        throw Pbes2.wrongPassword();
      }
      byte[] pkcs8 = new byte[box.length - TAG_BYTES];
      stream.processBytes(box, TAG_BYTES, pkcs8.length, pkcs8, 0);
      return pkcs8;
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static JsonMembers object(JsonValue value) {
    if (value instanceof JsonValue.Obj object) {
      return JsonMembers.of(object, "key");
    }
    throw new InvalidData("expected an object");
  }

  private static int cost(JsonMembers parameters) throws Pem.Malformed {
    long n = parameters.integer("N");
    long r = parameters.integer("r");
    long p = parameters.integer("p");
    if (r != BLOCK_SIZE || p != PARALLELISM || n != (int) n || !COSTS.contains((int) n)) {
      throw new Pem.Malformed(
          "its scrypt parameters are N="
              + n
              + ", r="
              + r
              + ", p="
              + p
              + "; accepted are N of "
              + COSTS
              + " with r="
              + BLOCK_SIZE
              + " and p="
              + PARALLELISM);
    }
    return (int) n;
  }

  private static byte[] derive(char[] password, byte[] salt, int cost) {
    byte[] phrase = Pbes2.utf8(password);
    try {
      return SCrypt.generate(phrase, salt, cost, BLOCK_SIZE, PARALLELISM, KEY_BYTES);
    } finally {
      Arrays.fill(phrase, (byte) 0);
    }
  }

  /** Starts the key stream; its first 32 bytes are the key of the tag. */
  private static byte[] start(XSalsa20Engine stream, byte[] key, byte[] nonce) {
    stream.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
    byte[] macKey = new byte[KEY_BYTES];
    stream.processBytes(macKey, 0, KEY_BYTES, macKey, 0);
    return macKey;
  }

  private static byte[] tag(byte[] macKey, byte[] box) {
    Poly1305 mac = new Poly1305();
    mac.init(new KeyParameter(macKey));
    mac.update(box, TAG_BYTES, box.length - TAG_BYTES);
    byte[] tag = new byte[TAG_BYTES];
    mac.doFinal(tag, 0);
    Arrays.fill(macKey, (byte) 0);
    return tag;
  }

  private static byte[] base64(JsonMembers members, String name, int least, int most) {
    try {
      byte[] bytes = Base64.getDecoder().decode(members.string(name));
      if (bytes.length >= least && bytes.length <= most) {
        return bytes;
      }
      throw members.invalid(name, "has " + bytes.length + " bytes");
    } catch (IllegalArgumentException e) {
      throw members.invalid(name, "is not base64");
    }
  }
}
