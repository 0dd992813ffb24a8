package org.governance4j.crypto.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.bouncycastle.crypto.params.Blake3Parameters;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;
import org.governance4j.tck.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Blake3Test {

  private static final int CHUNK = Blake3.CHUNK_BYTES;

  // The vectors of the BLAKE3 repository, test_vectors/test_vectors.json.
  @Test
  @Rule("S24")
  void published_outputs_are_met_in_all_modes_and_lengths() throws IOException {
    Path file =
        Path.of(System.getProperty("governance.conformance", "absent"))
            .resolve("signing/blake3/test_vectors.json");
    assumeTrue(Files.isRegularFile(file), () -> "no vectors at " + file);
    JsonMembers all = JsonMembers.of(StrictJson.parseObject(Files.readAllBytes(file)), "$");
    byte[] key = all.string("key").getBytes(UTF_8);
    String context = all.string("context_string");
    List<JsonMembers> cases = all.objects("cases");
    assertFalse(cases.isEmpty());
    for (JsonMembers one : cases) {
      int length = Math.toIntExact(one.integer("input_len"));
      byte[] input = new byte[length];
      for (int i = 0; i < length; i++) {
        input[i] = (byte) (i % 251);
      }
      check(one.string("hash"), Blake3.hash().update(input), length);
      check(one.string("keyed_hash"), Blake3.keyed(key).update(input), length);
      check(one.string("derive_key"), Blake3.derive(context).update(input), length);
    }
  }

  private static void check(String hex, Blake3 hash, int length) {
    byte[] expected = HexFormat.of().parseHex(hex);
    assertArrayEquals(expected, hash.digest(expected.length), () -> "of " + length + " bytes");
    assertArrayEquals(Arrays.copyOf(expected, 32), hash.digest(), () -> "of " + length + " bytes");
  }

  // The specification's function of nothing, as every BLAKE3 tool prints it.
  @Test
  void the_hash_of_nothing_is_the_known_one() {
    assertEquals(
        "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
        HexFormat.of().formatHex(Blake3.hash().digest()));
  }

  static IntStream boundaries() {
    int part = Blake3.PART_BYTES;
    int lanes = Blake3Lanes.LANES * CHUNK;
    return IntStream.of(
            64, CHUNK, 2 * CHUNK, 3 * CHUNK, 8 * CHUNK, lanes, 3 * lanes, part, 3 * part)
        .flatMap(n -> IntStream.of(n - 1, n, n + 1));
  }

  @ParameterizedTest
  @MethodSource("boundaries")
  @Rule("S25")
  void lengths_beside_chunks_lanes_and_subtrees_agree_with_bouncy_castle(int length) {
    byte[] input = new byte[length];
    new Random(length).nextBytes(input);
    byte[] expected = bouncyCastle(null, input, 32);
    assertArrayEquals(expected, Blake3.hash().update(input).digest());
    assertArrayEquals(expected, Blake3.hash(input, 1));
    assertArrayEquals(expected, Blake3.hash(input, 3));
    Blake3 split = Blake3.hash().update(input, 0, length / 3);
    split.digest(); // does not disturb
    assertArrayEquals(expected, split.update(input, length / 3, length - length / 3).digest());
  }

  static LongStream seeds() {
    return LongStream.concat(LongStream.range(0, 60), LongStream.of(System.nanoTime()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Rule("S25")
  void any_input_however_split_agrees_with_bouncy_castle(long seed) {
    Random random = new Random(seed);
    byte[] input = new byte[random.nextInt(1 << (4 + random.nextInt(15)))];
    random.nextBytes(input);
    byte[] key = new byte[32];
    random.nextBytes(key);
    int length = random.nextInt(300);
    byte[] context = "purpose é".getBytes(UTF_8);
    Blake3[] ours = {Blake3.hash(), Blake3.keyed(key), Blake3.derive("purpose é")};
    Blake3Parameters[] theirs = {
      null, Blake3Parameters.key(key), Blake3Parameters.context(context)
    };
    for (int mode = 0; mode < ours.length; mode++) {
      for (int at = 0; at < input.length; ) {
        int n = Math.min(input.length - at, random.nextInt(1 << random.nextInt(18)));
        ours[mode].update(input, at, n);
        at += n;
      }
      assertArrayEquals(
          bouncyCastle(theirs[mode], input, length),
          ours[mode].digest(length),
          "seed " + seed + " mode " + mode);
    }
  }

  private static byte[] bouncyCastle(@Nullable Blake3Parameters mode, byte[] input, int length) {
    Blake3Digest digest = new Blake3Digest();
    if (mode != null) {
      digest.init(mode);
    }
    digest.update(input, 0, input.length);
    byte[] out = new byte[length];
    digest.doFinal(out, 0, length);
    return out;
  }

  @Test
  void chunks_are_counted_beyond_four_billion() {
    // Two halves of a subtree that begins behind 4 TiB: lanes and single blocks count alike.
    byte[] input = new byte[Blake3.PART_BYTES];
    Arrays.fill(input, (byte) 7);
    long offset = 1L << 42;
    Blake3 lanes = Blake3.hashFrom(offset);
    lanes.part(input, 0, input.length);
    Blake3 single = Blake3.hashFrom(offset);
    for (int i = 0; i < input.length; i += 512) {
      single.update(input, i, 512);
    }
    single.update(input, 0, 1); // so that the last chunk is finished
    int[][] none = {};
    byte[] other = Blake3.hashFrom(0).update(input).update(input, 0, 1).behind(none);
    assertFalse(Arrays.equals(other, single.behind(none)), "the offset counts");
    Blake3 rest = Blake3.hashFrom(offset + Blake3.PART_BYTES).update(input, 0, 1);
    assertArrayEquals(single.behind(none), rest.behind(new int[][] {lanes.partValue()}));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void a_key_of_another_length_is_refused(int length) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Blake3.keyed(new byte[length]));
    assertTrue(e.getMessage().contains("32 bytes, not " + length), e.getMessage());
  }

  @Test
  void ranges_and_lengths_that_cannot_be_are_refused() {
    Blake3 hash = Blake3.hash();
    assertThrows(IndexOutOfBoundsException.class, () -> hash.update(new byte[4], 2, 3));
    assertThrows(IllegalArgumentException.class, () -> hash.digest(-1));
    assertThrows(IllegalArgumentException.class, () -> Blake3.hash(new byte[4], 0));
  }

  @Test
  void an_interrupted_caller_is_not_made_to_wait_and_stays_interrupted() {
    byte[] input = new byte[2 * Blake3.PART_BYTES + 1];
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> Blake3.hash(input, 2));
    assertTrue(Thread.interrupted());
  }
}
