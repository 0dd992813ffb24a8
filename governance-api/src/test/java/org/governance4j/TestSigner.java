package org.governance4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;

/** Signs notes with the keys of RFC 8032 section 7.1. */
record TestSigner(String name, String seed, String publicKey) {
  static final String SEED_1 = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  static final String PUBLIC_1 = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
  static final String SEED_2 = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
  static final String PUBLIC_2 = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";

  static TestSigner first(String name) {
    return new TestSigner(name, SEED_1, PUBLIC_1);
  }

  static TestSigner second(String name) {
    return new TestSigner(name, SEED_2, PUBLIC_2);
  }

  NoteKey key() {
    return NoteKey.of(name, NoteKey.ED25519, hex(publicKey));
  }

  NoteVerifier verifier() {
    return NoteVerifier.ed25519(key().vkey());
  }

  byte[] sign(byte[] message) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, hex(seed)));
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initSign(key);
      ed25519.update(message);
      return ed25519.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  NoteSignature line(String text) {
    return new NoteSignature(name, key().keyId(), sign(text.getBytes(UTF_8)));
  }

  SignedNote note(String text) {
    return SignedNote.of(text, line(text));
  }

  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
