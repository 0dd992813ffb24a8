package org.governance4j.conformance;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
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

  /** So many keys have the time of one case: the answer for 10,000 takes many seconds. */
  private static final int STEP = 250;

  private final SHAKEDigest seeds = new SHAKEDigest(128);
  private final SHAKEDigest all = new SHAKEDigest(128);
  private int keys;

  private MlDsaAccumulated() {}

  static void run(Folder folder, String file, Cases cases) throws IOException {
    JsonMembers answers = VectorFile.object(folder, file);
    Map<Integer, String> byCount = new TreeMap<>();
    for (String name : answers.names()) {
      if (name.matches("n[1-9][0-9]{0,6}") && answers.value(name) instanceof JsonValue.Str answer) {
        byCount.put(Integer.parseInt(name.substring(1)), answer.value().toLowerCase(Locale.ROOT));
      } else if (!Set.of("source", "procedure").contains(name)) {
        cases.skip(answers.path(name), "no runner for this member");
      }
    }
    byCount.forEach((count, answer) -> judge(answers.path("n" + count), count, answer, cases));
  }

  private static void judge(String name, int count, String answer, Cases cases) {
    MlDsaAccumulated run = new MlDsaAccumulated();
    while (run.keys + STEP < count) {
      if (!cases.accepts(() -> run.advance(STEP))) {
        cases.fail(name, "key " + run.keys + " was refused, or " + STEP + " took too long");
        return;
      }
    }
    cases.accepted(
        name,
        () -> {
          run.advance(count - run.keys);
          Mismatch.check("digest", answer, run.digest());
        });
  }

  private void advance(int count) {
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
      keys++;
    }
  }

  private String digest() {
    byte[] digest = new byte[32];
    all.doFinal(digest, 0, digest.length);
    return HexFormat.of().formatHex(digest);
  }
}
