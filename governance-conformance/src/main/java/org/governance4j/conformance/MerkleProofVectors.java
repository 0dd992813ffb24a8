package org.governance4j.conformance;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import org.governance4j.ConsistencyProof;
import org.governance4j.Digest;
import org.governance4j.InclusionProof;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;

/**
 * Inclusion and consistency proofs in trees and subtrees, as transparency-dev/merkle writes them.
 *
 * <p>Where any root or leaf hash must give the same outcome, the vectors put a few bytes of text in
 * its place; the SHA-256 of those stands for them here, since a digest of this library always has
 * 32 bytes. An empty one stays what it is: no digest.
 */
final class MerkleProofVectors {

  private MerkleProofVectors() {}

  static void inclusion(Folder folder, String file, Cases cases) throws IOException {
    each(
        folder,
        file,
        cases,
        List.of("leafIdx", "treeSize"),
        List.of("leafHash", "root"),
        (at, hashes) ->
            new InclusionProof(at[0], at[1], hashes.path())
                .verify(hashes.first(), hashes.second()));
  }

  static void consistency(Folder folder, String file, Cases cases) throws IOException {
    each(
        folder,
        file,
        cases,
        List.of("size1", "size2"),
        List.of("root1", "root2"),
        (at, hashes) ->
            new ConsistencyProof(at[0], at[1], hashes.path())
                .verify(hashes.first(), hashes.second()));
  }

  static void subtreeInclusion(Folder folder, String file, Cases cases) throws IOException {
    each(
        folder,
        file,
        cases,
        List.of("leafIdx", "start", "end"),
        List.of("leafHash", "root"),
        (at, hashes) ->
            InclusionProof.ofSubtree(at[0], at[1], at[2], hashes.path())
                .verify(hashes.first(), hashes.second()));
  }

  static void subtreeConsistency(Folder folder, String file, Cases cases) throws IOException {
    each(
        folder,
        file,
        cases,
        List.of("start", "end", "size"),
        List.of("root1", "root2"),
        (at, hashes) ->
            new ConsistencyProof(at[0], at[1], at[2], hashes.path())
                .verifySubtree(hashes.first(), hashes.second()));
  }

  /** Makes a proof of a case's positions and hashes, and verifies it. */
  private interface Proof {
    void verify(long[] positions, Hashes hashes);
  }

  private static void each(
      Folder folder,
      String file,
      Cases cases,
      List<String> positions,
      List<String> hashed,
      Proof proof)
      throws IOException {
    VectorFile.each(
        folder,
        file,
        cases,
        item -> {
          List<BigDecimal> numbers =
              positions.stream().map(name -> VectorFile.wholeNumber(item, name)).toList();
          Hashes hashes = new Hashes(item, hashed.get(0), hashed.get(1));
          String source = item.optionalString("file");
          cases.expect(
              !item.bool("wantErr", false),
              source == null ? item.path() : item.path() + " " + source,
              () ->
                  proof.verify(numbers.stream().mapToLong(VectorFile::position).toArray(), hashes));
        });
  }

  /** The hashes of a case; read at once, turned into digests only inside the case. */
  private record Hashes(JsonValue one, JsonValue other, List<String> proof) {

    Hashes(JsonMembers item, String one, String other) {
      this(item.value(one), item.value(other), VectorFile.optionalStrings(item, "proof"));
    }

    Digest first() {
      return digest(one);
    }

    Digest second() {
      return digest(other);
    }

    List<Digest> path() {
      return VectorFile.path(proof);
    }

    private static Digest digest(JsonValue value) {
      String base64 = value instanceof JsonValue.Str text ? text.value() : "";
      byte[] bytes = Base64.getDecoder().decode(base64);
      return bytes.length == 0 || bytes.length == Digest.LENGTH
          ? Digest.parseBase64(base64)
          : Digest.sha256(bytes);
    }
  }
}
