package org.governance4j.tck;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.NoteKey;
import org.governance4j.NoteSignature;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;

/** The keys of the test vectors in RFC 8032 section 7.1. */
final class ToyKey implements KeyHandle {

  enum Fault implements PlantedFault {
    NONE,
    SIGNS_SOMETHING_ELSE("K1", "K3", "K5"),
    SIGNS_THE_BEGINNING("K1", "K3", "K5"),
    CHANGES_THE_MESSAGE("K1", "K3"),
    SIGNS_AFTER_CLOSING("K2", "K4"),
    SHARES_ITS_PUBLIC_KEY("K3"),
    SHOWS_ITS_SEED("K4"),
    SERVES_ONE_THREAD("K5");

    private final Set<String> breaks;

    Fault(String... breaks) {
      this.breaks = Set.of(breaks);
    }

    @Override
    public Set<String> breaks() {
      return breaks;
    }
  }

  private static final String SEED_1 =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  private static final String PUBLIC_1 =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
  private static final String SEED_2 =
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
  private static final String PUBLIC_2 =
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";

  /** The fixed beginning of an Ed25519 SubjectPublicKeyInfo, RFC 8410 section 4. */
  private static final String SPKI_PREFIX = "302a300506032b6570032100";

  private final Fault fault;
  private final String seed;
  private final byte[] publicKey;
  private final OneThread thread = new OneThread();
  private volatile boolean closed;

  private ToyKey(Fault fault, String seed, String publicKey) {
    this.fault = fault;
    this.seed = seed;
    this.publicKey = HexFormat.of().parseHex(SPKI_PREFIX + publicKey);
  }

  static ToyKey first(Fault fault) {
    return new ToyKey(fault, SEED_1, PUBLIC_1);
  }

  static ToyKey first() {
    return first(Fault.NONE);
  }

  static ToyKey second() {
    return new ToyKey(Fault.NONE, SEED_2, PUBLIC_2);
  }

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.ED25519;
  }

  @Override
  public byte[] publicKey() {
    return fault == Fault.SHARES_ITS_PUBLIC_KEY ? publicKey : publicKey.clone();
  }

  @Override
  public byte[] sign(byte[] message) {
    if (closed && fault != Fault.SIGNS_AFTER_CLOSING) {
      throw new KeyUnavailable("the key is closed");
    }
    byte[] signed = message;
    switch (fault) {
      case SIGNS_SOMETHING_ELSE -> signed = new byte[] {1, 2, 3};
      case SIGNS_THE_BEGINNING -> signed = Arrays.copyOf(message, Math.min(8, message.length));
      case CHANGES_THE_MESSAGE -> Arrays.fill(message, (byte) 0);
      case SERVES_ONE_THREAD -> thread.check();
      default -> {}
    }
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(
                  new EdECPrivateKeySpec(
                      NamedParameterSpec.ED25519, HexFormat.of().parseHex(seed)));
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initSign(key);
      ed25519.update(signed);
      return ed25519.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key for checking notes signed under this name. */
  NoteVerifier verifier(String name) {
    return NoteVerifier.ed25519(noteKey(name).vkey());
  }

  /** Signs a note. */
  SignedNote note(String name, String text) {
    byte[] signature = sign(text.getBytes(StandardCharsets.UTF_8));
    return SignedNote.of(text, new NoteSignature(name, noteKey(name).keyId(), signature));
  }

  private NoteKey noteKey(String name) {
    byte[] raw = Arrays.copyOfRange(publicKey, SPKI_PREFIX.length() / 2, publicKey.length);
    return NoteKey.of(name, NoteKey.ED25519, raw);
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return fault == Fault.SHOWS_ITS_SEED ? "ToyKey[" + seed + "]" : "ToyKey[ed25519]";
  }
}
