package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes made from good ones by a few edits. As many rounds as {@code governance.fuzz.rounds}. */
class FuzzTest {
  private static final int ROUNDS = Integer.getInteger("governance.fuzz.rounds", 400);
  private static final byte[][] WORDS = {
    utf8("\n"),
    utf8("\n\n"),
    utf8(" "),
    utf8("/"),
    utf8(".."),
    utf8("%2e"),
    utf8("+"),
    utf8("="),
    utf8("9223372036854775807"),
    utf8("9223372036854775808"),
    utf8("-1"),
    utf8("— "),
    utf8("\u0000"),
    {-1, -1},
    {-1, -1, -1, -1},
    {0x7f, -1, -1, -1},
    {(byte) 0xa7},
    {(byte) 0xa8},
    {}
  };

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @TempDir private static Path directory;
  private static FuzzTargets targets;
  private static LogFiles served;

  @BeforeAll
  static void publish() throws Exception {
    targets = new FuzzTargets();
    try (LedgerLog log = Logs.create(new OsDisk(directory))) {
      Logs.append(log, NaiveTree.entries(300));
      log.publish();
    }
    served = LogFiles.in(directory);
  }

  static Stream<String> names() {
    return Stream.of(
        "note",
        "proof",
        "key",
        "path",
        "bundle",
        "entry",
        "signedLog",
        "writeAheadLog",
        "directory",
        "request");
  }

  @ParameterizedTest
  @MethodSource("names")
  @Rule("L89")
  void edited_bytes_are_read_or_refused_as_documented(String name) throws Exception {
    FuzzTargets.Target target = targets.all(served).get(name);
    List<byte[]> seeds = targets.seeds(name);
    for (byte[] seed : seeds) {
      target.accept(seed);
    }
    long first = new Random().nextLong();
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(first + round);
      byte[] data = seeds.get(random.nextInt(seeds.size()));
      for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
        data = edited(data, random);
      }
      byte[] input = data;
      try {
        target.accept(input);
      } catch (Throwable e) {
        Path file = Files.createTempFile("fuzz-" + name + "-", ".bin");
        Files.write(file, input);
        throw new AssertionError(
            name
                + ", seed "
                + (first + round)
                + ", "
                + (input.length > 400 ? "see " + file : HexFormat.of().formatHex(input)),
            e);
      }
    }
    assertTrue(ROUNDS > 0);
  }

  private static byte[] edited(byte[] data, Random random) {
    int at = random.nextInt(data.length + 1);
    int end = at + random.nextInt(Math.min(32, data.length - at) + 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(data, 0, at);
    switch (random.nextInt(6)) {
      case 0 -> {
        // Leaves out.
      }
      case 1 -> {
        out.write(data, at, end - at);
        out.write(data, at, end - at);
      }
      case 2 -> out.writeBytes(WORDS[random.nextInt(WORDS.length)]);
      case 3 -> {
        byte[] noise = new byte[end - at];
        random.nextBytes(noise);
        out.writeBytes(noise);
      }
      case 4 -> {
        for (int i = at; i < end; i++) {
          out.write(data[i] ^ (i == at ? 1 << random.nextInt(8) : 0));
        }
      }
      default -> {
        return out.toByteArray();
      }
    }
    out.write(data, end, data.length - end);
    return out.toByteArray();
  }
}
