package org.governance4j.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.governance4j.ConsistencyProof;
import org.governance4j.InclusionProof;
import org.governance4j.ledger.CoseReceipt;

/**
 * COSE receipts whose keys are not published: a {@code .cbor} file must be read as the kind of
 * receipt its name says, and be written again byte by byte; a {@code .diag} file beside it holds
 * the same bytes in hexadecimal digits and names the numbers of the proof.
 */
final class CoseVectors {
  private static final Pattern HEX = Pattern.compile("## Hex\\s*```[a-z]*\\s([0-9a-fA-F\\s]+)```");
  private static final Pattern INCLUSION = Pattern.compile("/ size / (\\d+), / leaf / (\\d+)");
  private static final Pattern CONSISTENCY =
      Pattern.compile("/ old_size / (\\d+), / new_size / (\\d+)");

  private CoseVectors() {}

  static void run(Folder folder, String file, Cases cases) throws IOException {
    String name = Folder.name(file).toLowerCase(Locale.ROOT);
    if (name.endsWith(".cbor")) {
      receipt(folder, file, name, cases);
    } else if (name.endsWith(".diag")) {
      diagnostic(new String(folder.read(file), StandardCharsets.UTF_8), file, name, cases);
    } else {
      cases.skip(file, "neither a receipt nor its diagnostic notation");
    }
  }

  private static void receipt(Folder folder, String file, String name, Cases cases) {
    cases.expect(
        isGood(name),
        file,
        () -> {
          byte[] bytes = folder.read(file);
          CoseReceipt receipt = CoseReceipt.parse(bytes);
          Mismatch.check("written again", true, Arrays.equals(bytes, receipt.encode()));
          if (name.startsWith("inclusion")) {
            Mismatch.check("kind", true, receipt.inclusion().isPresent());
          } else if (name.startsWith("consistency")) {
            Mismatch.check("kind", true, receipt.consistency().isPresent());
          }
        });
  }

  /** Whether the name of a file does not say that what is in it must be refused. */
  private static boolean isGood(String name) {
    return !name.matches(".*(bad|invalid|malformed|error).*");
  }

  private static void diagnostic(String text, String file, String name, Cases cases) {
    Matcher hex = HEX.matcher(text);
    if (!hex.find()) {
      cases.skip(file, "diagnostic notation without the bytes");
      return;
    }
    byte[] bytes = VectorFile.hex(file, hex.group(1).replaceAll("\\s", ""));
    Matcher inclusion = INCLUSION.matcher(text);
    Matcher consistency = CONSISTENCY.matcher(text);
    cases.expect(
        isGood(name),
        file,
        () -> {
          CoseReceipt receipt = CoseReceipt.parse(bytes);
          if (inclusion.find()) {
            InclusionProof proof = receipt.inclusion().orElseThrow();
            Mismatch.check("size", inclusion.group(1), "" + proof.treeSize());
            Mismatch.check("leaf", inclusion.group(2), "" + proof.index());
          } else if (consistency.find()) {
            ConsistencyProof proof = receipt.consistency().orElseThrow();
            Mismatch.check("old size", consistency.group(1), "" + proof.oldSize());
            Mismatch.check("new size", consistency.group(2), "" + proof.newSize());
          }
        });
  }
}
