package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.governance4j.Digest;
import org.junit.jupiter.api.Test;

class HashTilesTest {
  private final TreeHasher hasher = new TreeHasher();

  @Test
  void the_root_is_that_of_the_rfc_at_every_size() {
    List<byte[]> entries = NaiveTree.entries(1100);
    HashTiles tree = new HashTiles(hasher, (path, hashes) -> {});
    for (int size = 0; size <= entries.size(); size++) {
      assertEquals(NaiveTree.root(entries.subList(0, size)), tree.root(), "size " + size);
      if (size < entries.size()) {
        tree.add(hasher.leaf(entries.get(size)));
      }
    }
  }

  @Test
  void the_widths_of_the_edge_are_the_digits_of_the_size() {
    HashTiles tree = new HashTiles(hasher, (path, hashes) -> {});
    byte[] any = new byte[32];
    tree.addSubtree(2, any);
    tree.addSubtree(1, any);
    tree.addSubtree(1, any);
    tree.add(any);
    assertEquals(65_536 + 2 * 256 + 1, tree.size());
    assertEquals(1, tree.width(0));
    assertEquals(2, tree.width(1));
    assertEquals(1, tree.width(2));
    assertEquals(0, tree.width(3));
    assertEquals(64, tree.edge(1).length);
    assertThrows(IllegalStateException.class, () -> tree.addSubtree(1, any));
  }

  @Test
  void a_tree_put_together_from_subtrees_has_the_same_root() {
    List<byte[]> entries = NaiveTree.entries(3 * 256 + 5);
    HashTiles tree = new HashTiles(hasher, (path, hashes) -> {});
    for (int i = 0; i < 3; i++) {
      tree.addSubtree(1, NaiveTree.mth(entries.subList(256 * i, 256 * (i + 1))));
    }
    for (byte[] entry : entries.subList(3 * 256, entries.size())) {
      tree.add(hasher.leaf(entry));
    }
    assertEquals(NaiveTree.root(entries), tree.root());
  }

  // RFC 6962 section 2.1; the values of certificate-transparency's merkle_tree_test.cc for the
  // empty
  // tree and for a leaf without content.
  @Test
  void empty_things_hash_as_in_the_rfc() {
    HashTiles tree = new HashTiles(hasher, (path, hashes) -> {});
    assertEquals(
        Digest.parseHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        tree.root());
    tree.add(hasher.leaf(new byte[0]));
    assertEquals(
        Digest.parseHex("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        tree.root());
  }
}
