package org.governance4j.conformance;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.governance4j.JsonValue;
import org.governance4j.NoteKey;
import org.governance4j.NoteVerifier;
import org.governance4j.json.JsonMembers;

/**
 * Odd Ed25519 keys and signatures of C2SP/CCTV, on which implementations disagree. What this
 * library promises decides: it accepts a signature only if every implementation does whose answer
 * is in {@value #ANSWERS}, and neither the key nor R is of low order or not canonical. Without
 * these answers nothing can be expected, and the cases are skipped.
 */
final class Ed25519Vectors {

  /** What other implementations answer, by the number of the case. */
  static final String ANSWERS = "own/ed25519-verifier-behaviour.json";

  private static final Set<String> REFUSED =
      Set.of("low_order_A", "low_order_R", "non_canonical_A", "non_canonical_R");

  private Ed25519Vectors() {}

  static void run(Folder folder, String file, Cases cases) throws IOException {
    Map<BigDecimal, Boolean> agreed = answers(folder);
    VectorFile.each(
        folder,
        file,
        cases,
        item -> {
          BigDecimal number = VectorFile.wholeNumber(item, "number");
          byte[] key = VectorFile.hex(item.path("key"), item.string("key"));
          byte[] signature = VectorFile.hex(item.path("sig"), item.string("sig"));
          byte[] message = item.string("msg").getBytes(StandardCharsets.UTF_8);
          List<String> flags = VectorFile.strings(item, "flags");
          String name = flags.isEmpty() ? item.path() : item.path() + " " + flags;
          Boolean all = agreed.get(number);
          if (all == null) {
            cases.skip(name, "open by specification, and no answers of others are known");
            return;
          }
          boolean accept = all && flags.stream().noneMatch(REFUSED::contains);
          cases.expect(
              accept,
              name,
              () ->
                  NoteVerifier.ed25519(NoteKey.of("case", NoteKey.ED25519, key).vkey())
                      .verify(message, signature));
        });
  }

  /** Whether all implementations accept, by the number of the case. */
  private static Map<BigDecimal, Boolean> answers(Folder folder) throws IOException {
    Map<BigDecimal, Boolean> agreed = new HashMap<>();
    if (folder.has(ANSWERS)) {
      for (JsonMembers answer : VectorFile.object(folder, ANSWERS).objects("results")) {
        boolean all =
            answer.object().members().entrySet().stream()
                .filter(member -> member.getValue() instanceof JsonValue.Bool)
                .allMatch(member -> ((JsonValue.Bool) member.getValue()).value());
        agreed.put(VectorFile.wholeNumber(answer, "number"), all);
      }
    }
    return agreed;
  }
}
