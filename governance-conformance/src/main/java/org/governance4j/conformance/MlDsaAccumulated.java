package org.governance4j.conformance;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.governance4j.JsonValue;
import org.governance4j.KeyAlgorithm;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.json.JsonMembers;

/**
 * Accumulated known answers of ML-DSA-44 (C2SP/CCTV): as many keys as the member's name says are
 * made from a stream of SHAKE128, each signs the empty message, and the digest of all public keys
 * and signatures must be the one in the file.
 */
final class MlDsaAccumulated {
  private static final int PUBLIC_KEY_BYTES = 1312;

  private MlDsaAccumulated() {}

  static void run(Folder folder, String file, Cases cases) throws IOException {
    JsonMembers answers = VectorFile.object(folder, file);
    Map<Integer, String> byCount = new TreeMap<>();
    for (String name : answers.names()) {
      if (name.matches("n[1-9][0-9]{0,6}") && answers.value(name) instanceof JsonValue.Str answer) {
        byCount.put(Integer.parseInt(name.substring(1)), answer.value());
      } else if (!Set.of("source", "procedure").contains(name)) {
        cases.skip(answers.path(name), "no runner for this member");
      }
    }
    byCount.forEach(
        (count, answer) ->
            cases.accepted(
                answers.path("n" + count),
                () -> Mismatch.check("digest", answer, accumulate(count))));
  }

  private static String accumulate(int count) {
    SHAKEDigest seeds = new SHAKEDigest(128);
    SHAKEDigest all = new SHAKEDigest(128);
    byte[] seed = new byte[32];
    byte[] message = new byte[0];
    for (int i = 0; i < count; i++) {
      seeds.doOutput(seed, 0, seed.length);
      try (SoftwareKey key = SoftwareKey.insecureFromSeed(KeyAlgorithm.ML_DSA_44, seed)) {
        byte[] spki = key.publicKey();
        byte[] publicKey = Arrays.copyOfRange(spki, spki.length - PUBLIC_KEY_BYTES, spki.length);
        byte[] signature = key.sign(message);
        key.verificationKey().verify(message, signature);
        all.update(publicKey, 0, publicKey.length);
        all.update(signature, 0, signature.length);
      }
    }
    byte[] digest = new byte[32];
    all.doFinal(digest, 0, digest.length);
    return HexFormat.of().formatHex(digest);
  }
}
