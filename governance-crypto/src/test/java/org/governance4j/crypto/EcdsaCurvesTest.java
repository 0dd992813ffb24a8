package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Stream;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyUnavailable;
import org.governance4j.tck.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EcdsaCurvesTest {

  // RFC 6979 appendices A.2.6 (P-384 with SHA-384) and A.2.7 (P-521 with SHA-512).
  @ParameterizedTest
  @Rule("K10")
  @CsvSource({
    "ECDSA_P384,sample,"
        + "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D8"
        + "96D5724E4C70A825F872C9EA60D2EDF5,"
        + "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C"
        + "81A648152E44ACF96E36DD1E80FABE46,"
        + "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94F"
        + "A329C145786E679E7B82C71A38628AC8",
    "ECDSA_P384,test,"
        + "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D8"
        + "96D5724E4C70A825F872C9EA60D2EDF5,"
        + "8203B63D3C853E8D77227FB377BCF7B7B772E97892A80F36AB775D509D7A5FEB"
        + "0542A7F0812998DA8F1DD3CA3CF023DB,"
        + "DDD0760448D42D8A43AF45AF836FCE4DE8BE06B485E9B61B827C2F13173923E0"
        + "6A739F040649A667BF3B828246BAA5A5",
    "ECDSA_P521,sample,"
        + "0FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75C"
        + "AA896EB32F1F47C70855836A6D16FCC1466F6D8FBEC67DB89EC0C08B0E996B83538,"
        + "0C328FAFCBD79DD77850370C46325D987CB525569FB63C5D3BC53950E6D4C5F1"
        + "74E25A1EE9017B5D450606ADD152B534931D7D4E8455CC91F9B15BF05EC36E377FA,"
        + "0617CCE7CF5064806C467F678D3B4080D6F1CC50AF26CA209417308281B68AF2"
        + "82623EAA63E5B5C0723D8B8C37FF0777B1A20F8CCB1DCCC43997F1EE0E44DA4A67A",
    "ECDSA_P521,test,"
        + "0FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75C"
        + "AA896EB32F1F47C70855836A6D16FCC1466F6D8FBEC67DB89EC0C08B0E996B83538,"
        + "13E99020ABF5CEE7525D16B69B229652AB6BDF2AFFCAEF38773B4B7D08725F10"
        + "CDB93482FDCC54EDCEE91ECA4166B2A7C6265EF0CE2BD7051B7CEF945BABD47EE6D,"
        + "1FBD0013C674AA79CB39849527916CE301C66EA7CE8B80682786AD60F98F7E78"
        + "A19CA69EFF5C57400E3B3A0AD66CE0978214D13BAF4E9AC60752F7B155E2DE4DCE3",
  })
  void signs_as_rfc_6979_says(KeyAlgorithm algorithm, String message, String d, String r, String s)
      throws Exception {
    EcdsaSecretKey key = EcdsaSecretKey.of(EcCurve.of(algorithm), number(d));
    byte[] expected = new EcdsaSignature(number(r), number(s)).der();
    assertArrayEquals(expected, key.sign(message.getBytes(UTF_8)));
    assertTrue(VerificationKey.of(key.publicKey()).accepts(message.getBytes(UTF_8), expected));
  }

  static Stream<Arguments> curves() {
    return Stream.of(EcCurve.P256, EcCurve.P384, EcCurve.P521)
        .map(curve -> Arguments.of(curve.algorithm()));
  }

  @ParameterizedTest
  @Rule("K11")
  @MethodSource("curves")
  void no_other_spelling_of_a_signature_is_accepted(KeyAlgorithm algorithm) {
    byte[] message = "message".getBytes(UTF_8);
    try (SoftwareKey key = SoftwareKey.generate(algorithm)) {
      VerificationKey publicKey = key.verificationKey();
      byte[] der = key.sign(message);
      assertTrue(publicKey.accepts(message, der));
      assertFalse(publicKey.accepts(message, Arrays.copyOf(der, der.length + 1)));
      assertFalse(publicKey.accepts(message, Arrays.copyOf(der, der.length - 1)));
      int scalarBytes = EcCurve.of(algorithm).fieldBytes();
      EcdsaSignature parsed = EcdsaSignature.parse(der, scalarBytes);
      byte[] raw = new byte[2 * scalarBytes];
      copy(parsed.r(), raw, scalarBytes);
      copy(parsed.s(), raw, raw.length);
      assertFalse(publicKey.accepts(message, raw), "r and s alone");
      BigInteger n = EcCurve.of(algorithm).domain().getN();
      for (BigInteger r : new BigInteger[] {BigInteger.ZERO, parsed.r().add(n), n}) {
        assertFalse(publicKey.accepts(message, new EcdsaSignature(r, parsed.s()).der()));
      }
      for (int bit = 0; bit < der.length * 8; bit++) {
        byte[] flipped = der.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        assertFalse(publicKey.accepts(message, flipped), "bit " + bit);
      }
    }
  }

  @ParameterizedTest
  @Rule("K11")
  @MethodSource("curves")
  void a_key_has_one_spelling(KeyAlgorithm algorithm) {
    byte[] spki = SoftwareKey.generate(algorithm).publicKey();
    int point = spki.length - 1 - 2 * EcCurve.of(algorithm).fieldBytes();
    assertEquals(4, spki[point]);
    byte[] hybrid = spki.clone();
    hybrid[point] = (byte) (6 + (spki[spki.length - 1] & 1));
    assertThrows(KeyUnavailable.class, () -> VerificationKey.of(hybrid));
    byte[] offCurve = spki.clone();
    offCurve[spki.length - 1] ^= 1;
    assertThrows(KeyUnavailable.class, () -> VerificationKey.of(offCurve));
    assertThrows(
        KeyUnavailable.class, () -> VerificationKey.of(Arrays.copyOf(spki, spki.length + 1)));
  }

  private static void copy(BigInteger number, byte[] to, int end) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    System.arraycopy(bytes, from, to, end - (bytes.length - from), bytes.length - from);
  }

  private static BigInteger number(String hex) {
    return new BigInteger(hex, 16);
  }
}
