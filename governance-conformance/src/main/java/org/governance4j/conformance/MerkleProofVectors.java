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
    VectorFile.each(
        folder,
        file,
        cases,
        item -> {
          BigDecimal index = VectorFile.wholeNumber(item, "leafIdx");
          BigDecimal size = VectorFile.wholeNumber(item, "treeSize");
          Hashes hashes = new Hashes(item, "leafHash", "root");
          run(
              item,
              cases,
              () ->
                  new InclusionProof(
                          VectorFile.position(index), VectorFile.position(size), hashes.path())
                      .verify(hashes.first(), hashes.second()));
        });
  }

  static void consistency(Folder folder, String file, Cases cases) throws IOException {
    VectorFile.each(
        folder,
        file,
        cases,
        item -> {
          BigDecimal older = VectorFile.wholeNumber(item, "size1");
          BigDecimal newer = VectorFile.wholeNumber(item, "size2");
          Hashes hashes = new Hashes(item, "root1", "root2");
          run(
              item,
              cases,
              () ->
                  new ConsistencyProof(
                          VectorFile.position(older), VectorFile.position(newer), hashes.path())
                      .verify(hashes.first(), hashes.second()));
        });
  }

  static void subtreeInclusion(Folder folder, String file, Cases cases) throws IOException {
    VectorFile.each(
        folder,
        file,
        cases,
        item -> {
          BigDecimal index = VectorFile.wholeNumber(item, "leafIdx");
          BigDecimal start = VectorFile.wholeNumber(item, "start");
          BigDecimal end = VectorFile.wholeNumber(item, "end");
          Hashes hashes = new Hashes(item, "leafHash", "root");
          run(
              item,
              cases,
              () ->
                  InclusionProof.ofSubtree(
                          VectorFile.position(index),
                          VectorFile.position(start),
                          VectorFile.position(end),
                          hashes.path())
                      .verify(hashes.first(), hashes.second()));
        });
  }

  static void subtreeConsistency(Folder folder, String file, Cases cases) throws IOException {
    VectorFile.each(
        folder,
        file,
        cases,
        item -> {
          BigDecimal start = VectorFile.wholeNumber(item, "start");
          BigDecimal end = VectorFile.wholeNumber(item, "end");
          BigDecimal size = VectorFile.wholeNumber(item, "size");
          Hashes hashes = new Hashes(item, "root1", "root2");
          run(
              item,
              cases,
              () ->
                  new ConsistencyProof(
                          VectorFile.position(start),
                          VectorFile.position(end),
                          VectorFile.position(size),
                          hashes.path())
                      .verifySubtree(hashes.first(), hashes.second()));
        });
  }

  private static void run(JsonMembers item, Cases cases, Act act) {
    String source = item.optionalString("file");
    cases.expect(
        !item.bool("wantErr"), source == null ? item.path() : item.path() + " " + source, act);
  }

  /** The hashes of a case; read at once, turned into digests only inside the case. */
  private record Hashes(JsonValue one, JsonValue other, List<String> proof) {

    Hashes(JsonMembers item, String one, String other) {
      this(item.value(one), item.value(other), VectorFile.strings(item, "proof"));
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
