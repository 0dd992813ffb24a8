package org.governance4j.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.governance4j.TlogProof;
import org.governance4j.json.JsonMembers;

/** Texts of C2SP tlog-proof: how one is written, and what must not be read. */
final class TlogProofVectors {

  private TlogProofVectors() {}

  static void run(Folder folder, String file, Cases cases) throws IOException {
    JsonMembers proofs = VectorFile.object(folder, file);
    VectorFile.skipOthers(proofs, cases, Set.of("source", "marshal", "mustFail"));
    if (proofs.has("marshal")) {
      VectorFile.each(
          proofs.path("marshal"), proofs.array("marshal"), cases, item -> marshal(item, cases));
    }
    List<String> bad = VectorFile.optionalStrings(proofs, "mustFail");
    for (int i = 0; i < bad.size(); i++) {
      String text = bad.get(i);
      cases.refused(proofs.path("mustFail") + "[" + i + "]", () -> TlogProof.parse(text));
    }
  }

  private static void marshal(JsonMembers item, Cases cases) {
    long index = item.integer("index");
    List<String> hashes = VectorFile.optionalStrings(item, "hashes");
    String checkpoint = item.string("checkpoint");
    String given = VectorFile.optionalString(item, "extra");
    String extra = given == null ? "" : given;
    String want = item.string("want");
    cases.accepted(
        item.path(),
        () -> {
          TlogProof proof =
              TlogProof.of(index, VectorFile.path(hashes), checkpoint)
                  .withExtra(extra.getBytes(StandardCharsets.UTF_8));
          Mismatch.check("written", want, proof.toString());
          TlogProof read = TlogProof.parse(want);
          Mismatch.check("index", index, read.index());
          Mismatch.check("hashes", VectorFile.path(hashes), read.path());
          Mismatch.check("checkpoint", checkpoint, read.checkpoint());
          Mismatch.check("extra", extra, new String(read.extra(), StandardCharsets.UTF_8));
        });
  }
}
