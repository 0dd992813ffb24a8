package org.governance4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  // FIPS 180-4 example: SHA-256("abc"); base64 by `printf abc | openssl dgst -sha256 -binary |
  // base64`
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final String ABC_BASE64 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

  private final Digest abc = Digest.sha256("abc".getBytes(UTF_8));

  @Test
  void the_standard_s_example_has_its_hash_in_every_form() {
    assertEquals(ABC, abc.hex());
    assertEquals(ABC_BASE64, abc.base64());
    assertEquals("sha256:" + ABC, abc.toString());
  }

  @Test
  void every_form_reads_back() {
    assertEquals(abc, Digest.parseHex(ABC));
    assertEquals(abc, Digest.parseBase64(ABC_BASE64));
    assertEquals(abc, Digest.parse("sha256:" + ABC));
    assertEquals(abc, Digest.of(abc.bytes()));
    assertEquals(abc.hashCode(), Digest.parseHex(ABC).hashCode());
  }

  @Test
  void a_part_of_the_data_can_be_hashed() {
    byte[] data = "xabcy".getBytes(UTF_8);
    assertEquals(abc, Digest.sha256(data, 1, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> Digest.sha256(data, 3, 3));
  }

  @Test
  void nobody_can_change_it_through_an_array() {
    byte[] in = abc.bytes();
    Digest copy = Digest.of(in);
    in[0]++;
    copy.bytes()[0]++;
    assertEquals(abc, copy);
  }

  @Test
  void it_is_written_where_it_is_told() {
    byte[] out = new byte[34];
    abc.copyTo(out, 1);
    assertArrayEquals(abc.bytes(), Arrays.copyOfRange(out, 1, 33));
    assertEquals(0, out[0] | out[33]);
    assertThrows(IndexOutOfBoundsException.class, () -> abc.copyTo(out, 3));
  }

  @Test
  void the_order_is_that_of_unsigned_bytes() {
    Digest low = Digest.parseHex("7f" + ABC.substring(2));
    Digest high = Digest.parseHex("80" + ABC.substring(2));
    assertTrue(low.compareTo(high) < 0);
    assertTrue(high.compareTo(low) > 0);
    assertEquals(0, low.compareTo(Digest.of(low.bytes())));
    assertNotEquals(low, high);
  }

  @Test
  void other_lengths_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> Digest.of(new byte[31]));
    assertThrows(IllegalArgumentException.class, () -> Digest.of(new byte[33]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256:",
        "sha512:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad00",
        "sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag",
        " sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
      })
  void another_spelling_of_the_text_is_refused(String text) {
    assertThrows(InvalidData.class, () -> Digest.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0",
        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa1=",
        "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0=",
        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n",
        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIA"
      })
  void another_spelling_of_the_base64_is_refused(String text) {
    assertThrows(InvalidData.class, () -> Digest.parseBase64(text));
  }
}
