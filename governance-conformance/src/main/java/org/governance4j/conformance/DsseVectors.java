package org.governance4j.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.crypto.DsseEnvelope;
import org.governance4j.crypto.Signers;
import org.governance4j.crypto.VerificationKey;
import org.governance4j.crypto.VerifiedPayload;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;

/**
 * Envelopes with the key that signed them, as the examples of the DSSE protocol have them: an EC
 * point as two decimal numbers, and a payload in the clear. Their signatures are two numbers side
 * by side, which this runner writes as the library reads them, in DER.
 */
final class DsseVectors {
  private DsseVectors() {}

  static void vector(Folder folder, String file, Cases cases) throws IOException {
    if (!file.endsWith(".json")) {
      cases.skip(file, "not a vector of envelopes");
      return;
    }
    JsonMembers vector = VectorFile.object(folder, file);
    VerificationKey key = key(vector);
    String type = vector.string("payloadType");
    byte[] payload = vector.string("payload_utf8").getBytes(UTF_8);
    byte[] envelope = envelope(vector);
    cases.accepted(
        file,
        () -> {
          VerifiedPayload verified = DsseEnvelope.parse(envelope).verify(type, Signers.anyOf(key));
          Mismatch.check(
              "payload", new String(payload, UTF_8), new String(verified.bytes(), UTF_8));
        });
    cases.refused(
        file + " with another type",
        () -> DsseEnvelope.parse(envelope).verify(type + "x", Signers.anyOf(key)));
    cases.refused(
        file + " with another payload",
        () -> DsseEnvelope.parse(changed(envelope, type)).verify(type, Signers.anyOf(key)));
    vector.optionalString("pae");
    VectorFile.skipOthers(
        vector,
        cases,
        Set.of(
            "payload_utf8",
            "payloadType",
            "pae",
            "curve",
            "hash",
            "nonce",
            "sigFormat",
            "X",
            "Y",
            "d",
            "envelope"));
  }

  /** The envelope with its signatures in DER if they are two numbers side by side. */
  private static byte[] envelope(JsonMembers vector) {
    JsonMembers envelope = vector.object("envelope");
    boolean raw = "raw r||s".equals(vector.optionalString("sigFormat"));
    JsonValue[] signatures =
        envelope.objects("signatures").stream()
            .map(
                item ->
                    raw
                        ? item.object()
                            .with(
                                "sig",
                                JsonValue.of(
                                    Base64.getEncoder()
                                        .encodeToString(der(VectorFile.bytes(item, "sig")))))
                        : item.object())
            .toArray(JsonValue[]::new);
    return CanonicalJson.write(envelope.object().with("signatures", JsonValue.array(signatures)));
  }

  /** The same signatures over one byte more. */
  private static byte[] changed(byte[] envelope, String type) {
    JsonMembers members = JsonMembers.parse(envelope);
    byte[] payload = VectorFile.bytes(members, "payload");
    byte[] longer = Arrays.copyOf(payload, payload.length + 1);
    return CanonicalJson.write(
        members
            .object()
            .with("payloadType", JsonValue.of(type))
            .with("payload", JsonValue.of(Base64.getEncoder().encodeToString(longer))));
  }

  private static byte[] der(byte[] raw) {
    byte[] r = new BigInteger(1, Arrays.copyOf(raw, raw.length / 2)).toByteArray();
    byte[] s = new BigInteger(1, Arrays.copyOfRange(raw, raw.length / 2, raw.length)).toByteArray();
    int length = 4 + r.length + s.length;
    int head = length < 128 ? 2 : 3;
    byte[] der = new byte[head + length];
    der[0] = 0x30;
    der[1] = (byte) (head == 2 ? length : 0x81);
    der[head - 1] = (byte) length;
    der[head] = 2;
    der[head + 1] = (byte) r.length;
    System.arraycopy(r, 0, der, head + 2, r.length);
    der[head + 2 + r.length] = 2;
    der[head + 3 + r.length] = (byte) s.length;
    System.arraycopy(s, 0, der, head + 4 + r.length, s.length);
    return der;
  }

  private static VerificationKey key(JsonMembers vector) {
    try {
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec(jdkName(vector.string("curve"))));
      ECPoint point =
          new ECPoint(new BigInteger(vector.string("X")), new BigInteger(vector.string("Y")));
      return VerificationKey.of(
          KeyFactory.getInstance("EC")
              .generatePublic(
                  new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)))
              .getEncoded());
    } catch (GeneralSecurityException | NumberFormatException e) {
      throw new InvalidData("the key of " + vector.path() + " cannot be read: " + e.getMessage());
    }
  }

  private static String jdkName(String curve) {
    return "sec" + curve.toLowerCase(Locale.ROOT).replace("-", "") + "r1";
  }
}
