package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;

/**
 * An envelope of DSSE 1.0.2 (Dead Simple Signing Envelope): a payload of any type and signatures
 * over both. The payload of an envelope comes out of it through {@link #verify} alone.
 *
 * <p>Read strictly as JSON (no member twice, nothing behind it), but with base64 in the standard
 * and the URL-safe alphabet, and with members that nobody here knows, as the protocol asks. The
 * {@code keyid} of a signature is written for people and decides nothing.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class DsseEnvelope {

  /** The longest envelope in bytes of JSON unless a caller sets another limit: 64 MiB. */
  public static final int MAX_BYTES = 64 * 1024 * 1024;

  /** The most signatures: each is tried with every trusted key. */
  public static final int MAX_SIGNATURES = 64;

  private static final int MAX_DEPTH = 64;

  private final String payloadType;
  private final byte[] payload;
  private final List<Signature> signatures;

  private DsseEnvelope(String payloadType, byte[] payload, List<Signature> signatures) {
    this.payloadType = payloadType;
    this.payload = payload;
    this.signatures = List.copyOf(signatures);
  }

  private record Signature(String keyid, byte[] bytes) {}

  /**
   * Signs a payload with one or several keys; for a hybrid {@link Signer}, with both of its keys.
   *
   * @param payloadType says how the payload is to be read: a media type or a URI
   * @param payload any bytes, copied
   * @param keys as many as shall sign, each once
   * @throws IllegalArgumentException if there is no key, one key is there twice, there are more
   *     than {@value #MAX_SIGNATURES}, or the type is not Unicode
   * @throws KeyUnavailable if a key cannot sign
   */
  public static DsseEnvelope sign(String payloadType, byte[] payload, List<KeyHandle> keys) {
    if (keys.isEmpty() || keys.size() > MAX_SIGNATURES) {
      throw new IllegalArgumentException(
          "an envelope is signed with 1 to " + MAX_SIGNATURES + " keys, not " + keys.size());
    }
    if (!UTF_8.newEncoder().canEncode(payloadType)) {
      throw new IllegalArgumentException("the payload type is not Unicode");
    }
    byte[] content = payload.clone();
    byte[] signed = Dsse.pae(payloadType, content);
    Set<VerificationKey> used = new LinkedHashSet<>();
    List<Signature> signatures = new ArrayList<>();
    for (KeyHandle key : keys) {
      VerificationKey publicKey = VerificationKey.of(key);
      if (!used.add(publicKey)) {
        throw new IllegalArgumentException("the key " + publicKey + " is there twice");
      }
      signatures.add(new Signature(publicKey.id().hex(), key.sign(signed)));
    }
    return new DsseEnvelope(payloadType, content, signatures);
  }

  /**
   * Reads an envelope; nothing in it is verified yet.
   *
   * @param json at most {@value #MAX_BYTES} bytes
   * @throws ArtifactRejected if it is not an envelope, with what is wrong where
   */
  public static DsseEnvelope parse(byte[] json) {
    return parse(json, MAX_BYTES);
  }

  /**
   * Reads an envelope within another limit; nothing in it is verified yet.
   *
   * @param maxBytes the most bytes to read, at least 1
   * @throws ArtifactRejected if it is not an envelope or longer, with what is wrong where
   * @throws IllegalArgumentException if the limit is less than 1
   */
  public static DsseEnvelope parse(byte[] json, int maxBytes) {
    try {
      if (StrictJson.parse(json, maxBytes, MAX_DEPTH) instanceof JsonValue.Obj object) {
        return read(JsonMembers.of(object, "envelope"));
      }
    } catch (InvalidData e) {
      throw new ArtifactRejected("the DSSE envelope cannot be read: " + e.getMessage(), e);
    }
    throw new ArtifactRejected("the DSSE envelope cannot be read: expected a JSON object");
  }

  /**
   * Reads an envelope that is a part of another document.
   *
   * @throws InvalidData if it is none
   */
  static DsseEnvelope read(JsonMembers envelope) {
    String payloadType = envelope.string("payloadType");
    byte[] payload = Base64Text.read(envelope, "payload");
    List<JsonMembers> items = envelope.objects("signatures");
    if (items.isEmpty() || items.size() > MAX_SIGNATURES) {
      throw envelope.invalid(
          "signatures", "must have 1 to " + MAX_SIGNATURES + " items, found " + items.size());
    }
    List<Signature> signatures = new ArrayList<>();
    for (JsonMembers item : items) {
      byte[] bytes = Base64Text.read(item, "sig");
      if (bytes.length == 0) {
        throw item.invalid("sig", "must not be empty");
      }
      signatures.add(new Signature(keyid(item), bytes));
    }
    return new DsseEnvelope(payloadType, payload, signatures);
  }

  /** Absent, null and empty are all in use where there is none. */
  private static String keyid(JsonMembers signature) {
    if (signature.optionalValue("keyid") == JsonValue.NULL) {
      return "";
    }
    String keyid = signature.optionalString("keyid");
    return keyid == null ? "" : keyid;
  }

  /**
   * Hands over the payload if enough trusted signers have signed it. Every signature is tried with
   * every key that is trusted; signatures of others are no obstacle, and of no use.
   *
   * @param payloadType the type that the caller can read
   * @param trusted whose signatures are asked for
   * @throws ArtifactRejected if the type is another, or too few of them have signed
   */
  public VerifiedPayload verify(String payloadType, Signers trusted) {
    if (!this.payloadType.equals(payloadType)) {
      throw new ArtifactRejected(
          "expected the payload type "
              + Hostile.quote(payloadType)
              + ", found "
              + Hostile.quote(this.payloadType));
    }
    return new VerifiedPayload(payloadType, payload, trusted.require(signedBy(trusted.keys())));
  }

  /** Those of the keys that have signed. */
  Set<VerificationKey> signedBy(Set<VerificationKey> keys) {
    byte[] signed = Dsse.pae(payloadType, payload);
    Set<VerificationKey> found = new LinkedHashSet<>();
    for (VerificationKey key : keys) {
      for (Signature signature : signatures) {
        if (key.accepts(signed, signature.bytes())) {
          found.add(key);
          break;
        }
      }
    }
    return found;
  }

  /** How the payload is to be read, as the envelope says: nothing is verified yet. */
  public String payloadType() {
    return payloadType;
  }

  /** How many signatures it has, of whomever. */
  public int signatureCount() {
    return signatures.size();
  }

  /** The envelope as canonical JSON (RFC 8785), with base64 in the standard alphabet. */
  public byte[] json() {
    JsonValue[] items = new JsonValue[signatures.size()];
    for (int i = 0; i < items.length; i++) {
      Signature signature = signatures.get(i);
      items[i] =
          JsonValue.object()
              .with("keyid", JsonValue.of(signature.keyid()))
              .with("sig", Base64Text.of(signature.bytes()));
    }
    return CanonicalJson.write(
        JsonValue.object()
            .with("payload", Base64Text.of(payload))
            .with("payloadType", JsonValue.of(payloadType))
            .with("signatures", JsonValue.array(items)));
  }

  /** The type and the numbers of bytes and signatures, not the content. */
  @Override
  public String toString() {
    return "DsseEnvelope["
        + Hostile.quote(payloadType)
        + ", "
        + payload.length
        + " bytes, "
        + signatures.size()
        + " signatures]";
  }
}
