package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.governance4j.JsonValue;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What opening does not verify, the doctor does: the signatures of old checkpoints and the
 * disclosures. {@code -Dgovernance.doctor=16384} for so many flips.
 */
class DoctorFlipTest {
  private static final int FLIPS = Integer.getInteger("governance.doctor", 256);

  @TempDir private Path temp;

  @Test
  @Rule("L73")
  void the_doctor_finds_a_changed_bit_in_what_opening_does_not_verify() throws IOException {
    Path directory = temp.resolve("ledger");
    try (FileLedger ledger = FileLedger.create(directory, Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND)) {
      for (int i = 0; i < 40; i++) {
        ledger.append(Logs.approval().sensitive("name", JsonValue.of("Alice " + i)).build());
        if (i % 8 == 0) {
          ledger.publish();
        }
      }
    }
    assertTrue(LedgerDoctor.examine(directory, Logs.VERIFIER).isSound(), "a false alarm");
    List<Path> files;
    try (Stream<Path> vault = Files.list(directory.resolve(Vault.DIRECTORY))) {
      files = new ArrayList<>(vault.toList());
    }
    files.add(directory.resolve(SignedLog.NAME));
    files.add(directory.resolve(LedgerLog.CHECKPOINT));
    Random random = new Random(1);
    List<String> undetected = new ArrayList<>();
    for (int i = 0; i < FLIPS; i++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] content = Files.readAllBytes(file);
      int bit = random.nextInt(8 * content.length);
      byte[] flipped = content.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      Diagnosis diagnosis = LedgerDoctor.examine(directory, Logs.VERIFIER);
      String name = directory.relativize(file).toString();
      boolean located =
          diagnosis.findings().stream()
              .anyMatch(f -> f.severity() == Finding.Severity.DAMAGE && f.file().equals(name));
      if (diagnosis.isSound() || !located) {
        undetected.add("bit " + bit % 8 + " of byte " + bit / 8 + " of " + name);
      }
      Files.write(file, content);
    }
    assertEquals(List.of(), undetected);
  }
}
