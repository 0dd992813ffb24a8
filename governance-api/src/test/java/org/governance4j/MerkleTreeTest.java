package org.governance4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
  // The eight leaves and the roots over the first 0..8 of them that every implementation of
  // RFC 6962 is tested with since google/certificate-transparency's merkle_test.py; the hashes
  // below
  // come out the same with sha256sum, e.g. `printf '\0' | sha256sum` is the first leaf.
  private static final String[] LEAVES = {
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f"
  };
  private static final String[] ROOTS = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
  };

  @Test
  void the_well_known_leaves_have_the_well_known_roots() {
    List<Digest> leaves = new ArrayList<>();
    assertEquals(ROOTS[0], MerkleTree.root(leaves).hex());
    for (int i = 0; i < LEAVES.length; i++) {
      leaves.add(MerkleTree.leafHash(HexFormat.of().parseHex(LEAVES[i])));
      assertEquals(ROOTS[i + 1], MerkleTree.root(leaves).hex(), (i + 1) + " leaves");
    }
  }

  @Test
  void the_empty_tree_has_the_hash_of_nothing() {
    assertEquals(Digest.sha256(new byte[0]), MerkleTree.emptyRoot());
  }

  @Test
  void leaves_and_nodes_are_hashed_with_different_prefixes() {
    Digest a = Digest.sha256("a".getBytes(UTF_8));
    Digest b = Digest.sha256("b".getBytes(UTF_8));
    assertEquals(ReferenceTree.node(a, b), MerkleTree.nodeHash(a, b));
    assertEquals(
        ReferenceTree.sha256(new byte[] {0}, a.bytes(), b.bytes()),
        MerkleTree.leafHash(concat(a.bytes(), b.bytes())));
  }

  @Test
  void roots_are_those_of_the_recursive_definition() {
    ReferenceTree tree = ReferenceTree.ofBytes();
    List<Digest> leaves = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      leaves.add(MerkleTree.leafHash(new byte[] {(byte) i}));
      assertEquals(tree.hash(0, i + 1), MerkleTree.root(leaves), (i + 1) + " leaves");
    }
    assertEquals(200, leaves.size(), "the caller's list is left alone");
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
