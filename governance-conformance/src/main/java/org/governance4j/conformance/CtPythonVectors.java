package org.governance4j.conformance;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.governance4j.ConsistencyProof;
import org.governance4j.Digest;
import org.governance4j.InclusionProof;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.MerkleTree;
import org.governance4j.json.JsonMembers;

/** The Merkle tree tests of google/certificate-transparency, with one audit path of a real log. */
final class CtPythonVectors {

  private static final String HASHER = "TreeHasherTest.";
  private static final String VERIFIER = "MerkleVerifierTest.";
  private static final Set<String> KNOWN =
      Set.of(
          "_note",
          HASHER + "sha256_empty_hash",
          HASHER + "sha256_leaves",
          HASHER + "sha256_nodes",
          HASHER + "test_vector_leaves",
          HASHER + "test_vector_hashes",
          VERIFIER + "sha256_proofs",
          VERIFIER + "sha256_audit_path",
          VERIFIER + "raw_hex_leaf",
          VERIFIER + "leaf_hash",
          VERIFIER + "leaf_index",
          VERIFIER + "tree_size",
          VERIFIER + "expected_root_hash");

  private CtPythonVectors() {}

  static void run(Folder folder, String file, Cases cases) throws IOException {
    JsonMembers data = VectorFile.object(folder, file);
    VectorFile.skipOthers(data, cases, KNOWN);
    Digest empty = digest(data, HASHER + "sha256_empty_hash");
    cases.accepted(
        data.path(HASHER + "sha256_empty_hash"),
        () -> Mismatch.check("root", empty, MerkleTree.emptyRoot()));
    rows(
        data,
        HASHER + "sha256_leaves",
        cases,
        row -> {
          byte[] leaf = VectorFile.hex(row.place(), row.text(0));
          Digest hash = row.digest(1);
          return () -> Mismatch.check("leaf hash", hash, MerkleTree.leafHash(leaf));
        });
    rows(
        data,
        HASHER + "sha256_nodes",
        cases,
        row -> {
          Digest left = row.digest(0);
          Digest right = row.digest(1);
          Digest hash = row.digest(2);
          return () -> Mismatch.check("node", hash, MerkleTree.nodeHash(left, right));
        });
    rows(data, VERIFIER + "sha256_proofs", cases, CtPythonVectors::consistency);
    roots(data, cases);
    auditPath(data, cases);
  }

  /** A row is [old size, new size, old root, new root, proof]. */
  private static Act consistency(Row row) {
    long older = VectorFile.position(row.number(0));
    long newer = VectorFile.position(row.number(1));
    Digest oldRoot = row.digest(2);
    Digest newRoot = row.digest(3);
    List<Digest> path = new ArrayList<>();
    for (JsonValue hash : row.array(4).items()) {
      path.add(VectorFile.digest(row.place(), hash instanceof JsonValue.Str t ? t.value() : ""));
    }
    return () -> new ConsistencyProof(older, newer, path).verify(oldRoot, newRoot);
  }

  private static void roots(JsonMembers data, Cases cases) {
    String place = data.path(HASHER + "test_vector_hashes");
    List<String> inputs = data.strings(HASHER + "test_vector_leaves");
    List<Digest> roots = VectorFile.digests(data, HASHER + "test_vector_hashes");
    if (inputs.size() != roots.size()) {
      throw data.invalid(
          HASHER + "test_vector_hashes",
          "expected one for each of " + inputs.size() + " leaves, found " + roots.size());
    }
    List<Digest> leaves = new ArrayList<>();
    for (int i = 0; i < roots.size(); i++) {
      leaves.add(MerkleTree.leafHash(VectorFile.hex(place, inputs.get(i))));
      List<Digest> first = List.copyOf(leaves);
      Digest root = roots.get(i);
      cases.accepted(
          place + "[" + i + "]", () -> Mismatch.check("root", root, MerkleTree.root(first)));
    }
  }

  private static void auditPath(JsonMembers data, Cases cases) {
    List<Digest> path = VectorFile.digests(data, VERIFIER + "sha256_audit_path");
    byte[] leaf =
        VectorFile.hex(
            data.path(VERIFIER + "raw_hex_leaf"), data.string(VERIFIER + "raw_hex_leaf"));
    Digest leafHash = digest(data, VERIFIER + "leaf_hash");
    long index = data.integer(VERIFIER + "leaf_index");
    long size = data.integer(VERIFIER + "tree_size");
    Digest root = digest(data, VERIFIER + "expected_root_hash");
    cases.accepted(
        data.path(VERIFIER + "leaf_hash"),
        () -> Mismatch.check("leaf hash", leafHash, MerkleTree.leafHash(leaf)));
    cases.accepted(
        data.path(VERIFIER + "sha256_audit_path"),
        () -> new InclusionProof(index, size, path).verify(MerkleTree.leafHash(leaf), root));
  }

  private static Digest digest(JsonMembers data, String name) {
    return VectorFile.digest(data.path(name), data.string(name));
  }

  private static void rows(JsonMembers data, String name, Cases cases, Reading reading) {
    List<JsonValue> items = data.array(name).items();
    for (int i = 0; i < items.size(); i++) {
      String place = data.path(name) + "[" + i + "]";
      JsonValue item = items.get(i);
      VectorFile.one(
          place,
          cases,
          () -> {
            if (!(item instanceof JsonValue.Arr array)) {
              throw new InvalidData("expected an array");
            }
            cases.accepted(place, reading.read(new Row(place, array.items())));
          });
    }
  }

  /** Turns a row into what to run. */
  private interface Reading {
    Act read(Row row);
  }

  /** A tuple of the Python source. */
  private record Row(String place, List<JsonValue> cells) {

    String text(int at) {
      return cell(at, JsonValue.Str.class).value();
    }

    Digest digest(int at) {
      return VectorFile.digest(place, text(at));
    }

    BigDecimal number(int at) {
      return cell(at, JsonValue.Num.class).value();
    }

    JsonValue.Arr array(int at) {
      return cell(at, JsonValue.Arr.class);
    }

    private <T extends JsonValue> T cell(int at, Class<T> type) {
      if (at >= cells.size() || !type.isInstance(cells.get(at))) {
        throw new InvalidData(
            "expected a " + type.getSimpleName() + " at " + place + "[" + at + "]");
      }
      return type.cast(cells.get(at));
    }
  }
}
