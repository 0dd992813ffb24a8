package org.governance4j.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.governance4j.JsonValue;
import org.governance4j.crypto.hash.Blake3;
import org.governance4j.json.JsonMembers;

/**
 * The vectors of the BLAKE3 project: for each length of an input that repeats 0 to 250, the output
 * of the three modes, longer than a digest.
 */
final class Blake3Vectors {

  /** The longest input of a case that is made: 64 MiB. */
  private static final long MAX_INPUT = 1L << 26;

  private Blake3Vectors() {}

  static void run(Folder folder, String file, Cases cases) throws IOException {
    JsonMembers all = VectorFile.object(folder, file);
    byte[] key = all.string("key").getBytes(UTF_8);
    String context = all.string("context_string");
    VectorFile.skipOthers(all, cases, Set.of("_comment", "key", "context_string", "cases"));
    if (!(all.value("cases") instanceof JsonValue.Arr array)) {
      throw all.invalid("cases", "expected an array");
    }
    VectorFile.each(
        all.path("cases"),
        array,
        cases,
        item -> {
          byte[] input = input(item);
          mode(item, "hash", cases, input, Blake3.hash());
          mode(item, "keyed_hash", cases, input, Blake3.keyed(key));
          mode(item, "derive_key", cases, input, Blake3.derive(context));
        });
  }

  private static byte[] input(JsonMembers item) {
    long length = item.integer("input_len");
    if (length < 0 || length > MAX_INPUT) {
      throw item.invalid("input_len", "expected 0 to " + MAX_INPUT);
    }
    byte[] input = new byte[(int) length];
    for (int i = 0; i < input.length; i++) {
      input[i] = (byte) (i % 251);
    }
    return input;
  }

  private static void mode(JsonMembers item, String name, Cases cases, byte[] input, Blake3 hash) {
    byte[] expected = HexFormat.of().parseHex(item.string(name));
    cases.accepted(
        item.path(name),
        () -> {
          hash.update(input);
          check("output", expected, hash.digest(expected.length));
          check("digest", Arrays.copyOf(expected, Blake3.DIGEST_BYTES), hash.digest());
        });
  }

  private static void check(String what, byte[] expected, byte[] found) {
    HexFormat hex = HexFormat.of();
    Mismatch.check(what, hex.formatHex(expected), hex.formatHex(found));
  }
}
