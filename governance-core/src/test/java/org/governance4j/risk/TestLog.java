package org.governance4j.risk;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.MerkleTree;
import org.governance4j.NoteKey;
import org.governance4j.NoteSignature;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.TlogProof;
import org.governance4j.json.EntryCodec;

/** A log of a few entries in memory, by RFC 6962's recursive definitions, signed with the JDK. */
final class TestLog {

  private final List<byte[]> entries = new ArrayList<>();
  private final EntryCodec codec = new EntryCodec();
  private final NoteKey key;
  private final KeyPair pair;

  TestLog(String origin) {
    try {
      pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    byte[] info = pair.getPublic().getEncoded();
    key = NoteKey.of(origin, NoteKey.ED25519, Arrays.copyOfRange(info, 12, 44));
  }

  long add(Entry entry) {
    entries.add(codec.encode(entry).bytes());
    return entries.size() - 1L;
  }

  NoteVerifier verifier() {
    return NoteVerifier.ed25519(key.vkey());
  }

  TlogProof proof(long index) {
    return TlogProof.of(index, path((int) index, 0, entries.size()), checkpoint());
  }

  Evidence evidence(long index) {
    return Evidence.parse(proof(index).withExtra(entries.get((int) index)).encode());
  }

  private SignedNote checkpoint() {
    String body = new Checkpoint(key.name(), entries.size(), root(0, entries.size())).body();
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(pair.getPrivate());
      signer.update(body.getBytes(StandardCharsets.UTF_8));
      return SignedNote.of(body, new NoteSignature(key.name(), key.keyId(), signer.sign()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Digest root(int from, int to) {
    if (to - from == 1) {
      return MerkleTree.leafHash(entries.get(from));
    }
    int split = from + Integer.highestOneBit(to - from - 1);
    return MerkleTree.nodeHash(root(from, split), root(split, to));
  }

  private List<Digest> path(int index, int from, int to) {
    if (to - from == 1) {
      return new ArrayList<>();
    }
    int split = from + Integer.highestOneBit(to - from - 1);
    List<Digest> path = index < split ? path(index, from, split) : path(index, split, to);
    path.add(index < split ? root(split, to) : root(from, split));
    return path;
  }
}
