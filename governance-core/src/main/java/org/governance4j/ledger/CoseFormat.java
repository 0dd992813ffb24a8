package org.governance4j.ledger;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.governance4j.ConsistencyProof;
import org.governance4j.Digest;
import org.governance4j.InclusionProof;
import org.governance4j.NoteKey;
import org.governance4j.ProofRejected;
import org.jspecify.annotations.Nullable;

/**
 * How receipts are written and read: COSE_Sign1 (RFC 9052) with the header parameters of RFC 9942
 * and the claims of RFC 9597. Stateless.
 */
final class CoseFormat {
  private static final int SIGN1_TAG = 18;

  private static final int ALG = 1;
  private static final int CRIT = 2;
  private static final int KID = 4;
  private static final int CLAIMS = 15;
  private static final int VDS = 395;
  private static final int VDP = 396;

  private static final int EDDSA = -8;
  private static final int ED25519 = -19;
  private static final int RFC9162_SHA256 = 1;
  private static final int ISSUER = 1;
  private static final int INCLUSION = -1;
  private static final int CONSISTENCY = -2;

  /** A path through 2^63 - 1 leaves has 63 hashes, one of consistency one more. */
  private static final int MAX_PATH = 64;

  private static final int MAX_DEPTH = 8;

  private CoseFormat() {}

  /**
   * What a receipt consists of; exactly one of the proofs is there.
   *
   * @param header the protected header as it stands
   */
  record Parts(
      byte[] header,
      long algorithm,
      @Nullable String issuer,
      @Nullable InclusionProof inclusion,
      @Nullable ConsistencyProof consistency,
      @Nullable Digest payload,
      byte[] signature) {}

  static boolean isEd25519(long algorithm) {
    return algorithm == EDDSA || algorithm == ED25519;
  }

  /** The protected header of what this key signs. */
  static byte[] header(NoteKey key) {
    return new CborWriter()
        .map(4)
        .integer(ALG)
        .integer(EDDSA)
        .integer(KID)
        .bytes(ByteBuffer.allocate(Integer.BYTES).putInt(key.keyId()).array())
        .integer(CLAIMS)
        .map(1)
        .integer(ISSUER)
        .text(key.name())
        .integer(VDS)
        .integer(RFC9162_SHA256)
        .toBytes();
  }

  /** The unprotected header with a proof of inclusion. */
  static byte[] inclusion(InclusionProof proof) {
    return proof(INCLUSION, proof.treeSize(), proof.index(), proof.path());
  }

  /** The unprotected header with a proof of consistency. */
  static byte[] consistency(ConsistencyProof proof) {
    return proof(CONSISTENCY, proof.oldSize(), proof.newSize(), proof.path());
  }

  private static byte[] proof(int kind, long first, long second, List<Digest> path) {
    CborWriter proof = new CborWriter().array(3).integer(first).integer(second).array(path.size());
    path.forEach(hash -> proof.bytes(hash.bytes()));
    return new CborWriter()
        .map(1)
        .integer(VDP)
        .map(1)
        .integer(kind)
        .array(1)
        .bytes(proof.toBytes())
        .toBytes();
  }

  /** The Sig_structure of RFC 9052 section 4.4, the root being the payload. */
  static byte[] signedBytes(byte[] header, Digest root) {
    return new CborWriter()
        .array(4)
        .text("Signature1")
        .bytes(header)
        .bytes(new byte[0])
        .bytes(root.bytes())
        .toBytes();
  }

  static byte[] receipt(byte[] header, byte[] unprotected, byte[] signature) {
    byte[] head = new CborWriter().tag(SIGN1_TAG).array(4).bytes(header).toBytes();
    byte[] tail = new CborWriter().nothing().bytes(signature).toBytes();
    return ByteBuffer.allocate(head.length + unprotected.length + tail.length)
        .put(head)
        .put(unprotected)
        .put(tail)
        .array();
  }

  static Parts parse(byte[] receipt) {
    CborReader in = new CborReader(receipt);
    in.tag(SIGN1_TAG);
    requireItems(in, 4, "COSE_Sign1");
    byte[] header = in.bytes();
    Header signed = new Header();
    Set<ByteBuffer> labels = signed.read(header);
    Proofs proofs = new Proofs();
    Set<ByteBuffer> others =
        in.map(
            MAX_DEPTH,
            label -> {
              if (label == VDP) {
                proofs.read(in);
              } else if (label == CRIT) {
                throw in.malformed("critical header parameters must be protected");
              } else {
                in.skip(MAX_DEPTH);
              }
            });
    if (!Collections.disjoint(labels, others)) {
      throw in.malformed("a label stands in both headers");
    }
    Digest payload = null;
    if (in.isNull()) {
      in.skip(1);
    } else {
      payload = digest(in);
    }
    byte[] signature = in.bytes();
    in.end();
    if (signed.structure == null || signed.structure != RFC9162_SHA256) {
      throw in.malformed("expected the verifiable data structure " + RFC9162_SHA256);
    }
    if (signed.algorithm == null) {
      throw in.malformed("no algorithm");
    }
    if (proofs.inclusion == null && proofs.consistency == null) {
      throw in.malformed("no proof");
    }
    return new Parts(
        header,
        signed.algorithm,
        signed.issuer,
        proofs.inclusion,
        proofs.consistency,
        payload,
        signature);
  }

  /** Refuses a proof that a receipt cannot carry. */
  static void requireWhole(ConsistencyProof proof) {
    if (proof.start() != 0 || proof.oldSize() == 0) {
      throw new ProofRejected(
          "A receipt proves consistency with a tree of at least one entry, found ["
              + proof.start()
              + ", "
              + proof.oldSize()
              + ").");
    }
  }

  private static void requireItems(CborReader in, int items, String what) {
    int found = in.array();
    if (found != items) {
      throw in.malformed(what + " has " + items + " items, found " + found);
    }
  }

  private static Digest digest(CborReader in) {
    byte[] hash = in.bytes();
    if (hash.length != Digest.LENGTH) {
      throw in.malformed("a hash has " + Digest.LENGTH + " bytes, found " + hash.length);
    }
    return Digest.of(hash);
  }

  /** The protected header, as far as it is understood. */
  private static final class Header {
    private @Nullable Long algorithm;
    private @Nullable Long structure;
    private @Nullable String issuer;

    Set<ByteBuffer> read(byte[] header) {
      CborReader in = new CborReader(header);
      Set<ByteBuffer> labels = in.map(MAX_DEPTH, label -> parameter(in, label));
      in.end();
      return labels;
    }

    private void parameter(CborReader in, long label) {
      if (label == ALG) {
        algorithm = in.integer();
      } else if (label == VDS) {
        structure = in.integer();
      } else if (label == CLAIMS) {
        in.map(MAX_DEPTH, claim -> claim(in, claim));
      } else if (label == CRIT) {
        throw in.malformed("critical header parameters are not understood");
      } else {
        in.skip(MAX_DEPTH);
      }
    }

    private void claim(CborReader in, long claim) {
      if (claim == ISSUER) {
        issuer = in.text();
      } else {
        in.skip(MAX_DEPTH);
      }
    }
  }

  /** The one proof of the unprotected header. */
  private static final class Proofs {
    private @Nullable InclusionProof inclusion;
    private @Nullable ConsistencyProof consistency;

    void read(CborReader in) {
      in.map(
          1,
          kind -> {
            if (inclusion != null || consistency != null || in.array() != 1) {
              throw in.malformed("a receipt carries exactly one proof");
            }
            CborReader proof = new CborReader(in.bytes());
            requireItems(proof, 3, "a proof");
            long first = proof.unsigned();
            long second = proof.unsigned();
            List<Digest> path = path(proof);
            proof.end();
            if (kind == INCLUSION) {
              inclusion = new InclusionProof(second, first, path);
            } else if (kind == CONSISTENCY) {
              consistency = new ConsistencyProof(first, second, path);
              requireWhole(consistency);
            } else {
              throw in.malformed("a proof of the unknown kind " + kind);
            }
          });
    }

    private static List<Digest> path(CborReader in) {
      int length = in.array();
      if (length > MAX_PATH) {
        throw in.malformed("a path has at most " + MAX_PATH + " hashes, found " + length);
      }
      List<Digest> path = new ArrayList<>(length);
      for (int i = 0; i < length; i++) {
        path.add(digest(in));
      }
      return path;
    }
  }
}
