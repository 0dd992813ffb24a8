package org.governance4j.crypto;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.SignatureBundle;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every bit of what is signed and of what proves it: flipped one at a time, each is noticed. A
 * sample by default; all of them with the system property {@code governance.mutations=all}.
 */
class BitFlipsTest {

  private static final int SAMPLE = 4_096;
  private static final long SEED = 20260601;

  @TempDir Path temp;
  private final List<byte[]> parts = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();

  @Test
  @Rule("S90")
  void every_flipped_bit_of_payload_signature_certificates_and_files_is_refused() throws Exception {
    Path folder = temp.resolve("m");
    files.add(Model.write(folder, "a", "1"));
    files.add(Model.write(folder, "d/b", "two hundred bits and a little"));
    Pki.Holder root = Pki.root("root");
    Pki.Holder middle = Pki.authority("middle", root);
    Pki.Holder leaf = Pki.leaf(middle, Pki.For.SIGNATURES, Pki.FROM, Pki.TO);
    OmsBundle good =
        Oms.parse(
            new OmsSigner(leaf.key())
                .withCertificates(Pki.pem(List.of(leaf.der(), middle.der())))
                .sign(ArtifactSource.of(folder)));
    parts.addAll(List.of(good.payload(), good.signature(), leaf.der(), middle.der()));
    OmsVerifier verifier =
        OmsVerifier.trustingCertificates(root.pem())
            .withClock(Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC));
    verifier.check(ArtifactSource.of(folder), bundle());

    List<Integer> bits = new ArrayList<>();
    int all = 0;
    for (byte[] part : parts) {
      all += part.length * 8;
    }
    for (Path file : files) {
      all += (int) Files.size(file) * 8;
    }
    for (int bit = 0; bit < all; bit++) {
      bits.add(bit);
    }
    if (!"all".equals(System.getProperty("governance.mutations"))) {
      Collections.shuffle(bits, new Random(SEED));
      bits = bits.subList(0, Math.min(SAMPLE, all));
    }
    assertTrue(bits.size() >= SAMPLE || bits.size() == all);
    for (int bit : bits) {
      flip(bit);
      assertThrows(
          ArtifactRejected.class,
          () -> verifier.check(ArtifactSource.of(folder), bundle()),
          "bit " + bit + ", seed " + SEED);
      flip(bit);
    }
    verifier.check(ArtifactSource.of(folder), bundle());
  }

  private SignatureBundle bundle() {
    return SignatureBundle.of(
        new OmsBundle(
                new OmsMaterial.Chain(List.of(parts.get(2), parts.get(3)), List.of()),
                parts.get(0),
                parts.get(1))
            .write());
  }

  private void flip(int bit) throws IOException {
    int left = bit;
    for (byte[] part : parts) {
      if (left < part.length * 8) {
        part[left / 8] ^= (byte) (1 << left % 8);
        return;
      }
      left -= part.length * 8;
    }
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      if (left < bytes.length * 8) {
        bytes[left / 8] ^= (byte) (1 << left % 8);
        Files.write(file, bytes);
        return;
      }
      left -= bytes.length * 8;
    }
    throw new IllegalArgumentException("bit " + bit);
  }
}
