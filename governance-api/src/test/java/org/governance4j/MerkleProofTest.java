package org.governance4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MerkleProofTest {
  private static final int LEAVES = 70;
  private static final Digest OTHER = Digest.sha256("other".getBytes(UTF_8));

  private final ReferenceTree tree = ReferenceTree.ofBytes();
  private final ReferenceTree huge = ReferenceTree.ofEmptyEntries();

  @Test
  // @Rule("N11")
  void every_leaf_of_every_small_tree_has_an_inclusion_proof() {
    for (int size = 1; size <= LEAVES; size++) {
      Digest root = tree.hash(0, size);
      for (int i = 0; i < size; i++) {
        Digest leaf = tree.hash(i, i + 1);
        InclusionProof proof = new InclusionProof(i, size, tree.inclusion(i, 0, size));
        assertEquals(root, proof.rootFor(leaf), i + " of " + size);
        proof.verify(leaf, root);
        rejects(() -> proof.verify(OTHER, root));
        rejects(() -> proof.verify(leaf, OTHER));
      }
    }
  }

  @Test
  // @Rule("N11")
  void every_two_small_trees_have_a_consistency_proof() {
    for (int size = 1; size <= LEAVES; size++) {
      for (int old = 1; old <= size; old++) {
        Digest oldRoot = tree.hash(0, old);
        Digest newRoot = tree.hash(0, size);
        ConsistencyProof proof = new ConsistencyProof(old, size, tree.consistency(0, old, size));
        proof.verify(oldRoot, newRoot);
        rejects(() -> proof.verify(OTHER, newRoot));
        rejects(() -> proof.verify(oldRoot, OTHER));
        if (old < size) {
          rejects(() -> proof.verify(newRoot, oldRoot));
        }
      }
    }
  }

  @Test
  void every_subtree_of_every_small_tree_has_its_proofs() {
    for (int size = 0; size <= 40; size++) {
      Digest root = tree.hash(0, size);
      for (int end = 0; end <= size; end++) {
        for (int start = 0; start <= end; start++) {
          long s = start;
          long e = end;
          long n = size;
          if (!ReferenceTree.isSubtree(start, end)) {
            rejects(() -> new ConsistencyProof(s, e, n, List.of()));
            rejects(() -> InclusionProof.ofSubtree(s, s, e, List.of()));
            continue;
          }
          Digest part = tree.hash(start, end);
          ConsistencyProof proof =
              new ConsistencyProof(start, end, size, tree.consistency(start, end, size));
          proof.verifySubtree(part, root);
          rejects(() -> proof.verifySubtree(OTHER, root));
          if (start < end) {
            rejects(() -> proof.verifySubtree(part, OTHER));
          }
          for (int i = start; size == 40 && i < end; i++) {
            InclusionProof.ofSubtree(i, start, end, tree.inclusion(i, start, end))
                .verify(tree.hash(i, i + 1), part);
          }
        }
      }
    }
  }

  @Test
  // @Rule("N11")
  void any_flipped_bit_makes_a_proof_fail() {
    for (int size = 1; size <= 8; size++) {
      Digest root = tree.hash(0, size);
      for (int i = 0; i < size; i++) {
        int at = i;
        int n = size;
        List<Digest> path = tree.inclusion(i, 0, size);
        Digest leaf = tree.hash(i, i + 1);
        flips(path, bad -> new InclusionProof(at, n, bad).verify(leaf, root));
        flips(List.of(leaf), bad -> new InclusionProof(at, n, path).verify(bad.get(0), root));
        flips(List.of(root), bad -> new InclusionProof(at, n, path).verify(leaf, bad.get(0)));

        int old = i + 1;
        Digest oldRoot = tree.hash(0, old);
        List<Digest> steps = tree.consistency(0, old, size);
        flips(steps, bad -> new ConsistencyProof(old, n, bad).verify(oldRoot, root));
        flips(
            List.of(oldRoot, root),
            bad -> new ConsistencyProof(old, n, steps).verify(bad.get(0), bad.get(1)));
      }
    }
  }

  @Test
  void a_proof_for_one_index_is_none_for_another() {
    for (int size = 2; size <= 20; size++) {
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          long other = j;
          long n = size;
          List<Digest> path = tree.inclusion(i, 0, size);
          Digest leaf = tree.hash(i, i + 1);
          if (i != j) {
            rejects(() -> new InclusionProof(other, n, path).verify(leaf, tree.hash(0, n)));
          }
        }
      }
    }
  }

  @Test
  // @Rule("N11")
  void a_path_of_another_length_is_refused_before_it_is_used() {
    for (int size = 1; size <= 20; size++) {
      for (int i = 0; i < size; i++) {
        long at = i;
        long n = size;
        List<Digest> path = tree.inclusion(i, 0, size);
        lengths(path, wrong -> new InclusionProof(at, n, wrong));
        lengths(tree.consistency(0, i + 1, size), wrong -> new ConsistencyProof(at + 1, n, wrong));
        lengths(path, wrong -> InclusionProof.ofSubtree(at, 0, n, wrong));
      }
    }
  }

  @Test
  void positions_outside_the_tree_are_refused() {
    rejects(() -> new InclusionProof(0, 0, List.of()));
    rejects(() -> new InclusionProof(1, 1, List.of()));
    rejects(() -> new InclusionProof(-1, 1, List.of()));
    rejects(() -> new InclusionProof(0, -1, List.of()));
    rejects(() -> new ConsistencyProof(2, 1, List.of()));
    rejects(() -> new ConsistencyProof(-1, 1, List.of()));
    rejects(() -> new ConsistencyProof(-2, -1, List.of()));
    rejects(() -> new ConsistencyProof(0, 2, 1, List.of()));
    rejects(() -> new ConsistencyProof(1, 0, 1, List.of()));
    rejects(() -> new ConsistencyProof(-2, -1, 1, List.of()));
    rejects(() -> InclusionProof.ofSubtree(0, 1, 2, List.of()));
    rejects(() -> InclusionProof.ofSubtree(2, 1, 2, List.of()));
    rejects(() -> InclusionProof.ofSubtree(0, 0, 0, List.of()));
  }

  @Test
  // @Rule("N12")
  void consistency_with_the_empty_tree_never_verifies() {
    Digest empty = MerkleTree.emptyRoot();
    rejects(() -> new ConsistencyProof(0, 0, List.of()).verify(empty, empty));
    rejects(() -> new ConsistencyProof(0, 3, List.of()).verify(empty, tree.hash(0, 3)));
    rejects(() -> new ConsistencyProof(0, 3, List.of(OTHER)));
  }

  @Test
  void an_empty_subtree_has_the_root_of_the_empty_tree() {
    new ConsistencyProof(1, 1, 2, List.of()).verify(MerkleTree.emptyRoot(), OTHER);
    rejects(() -> new ConsistencyProof(1, 1, 2, List.of()).verify(OTHER, OTHER));
  }

  @Test
  void the_message_names_what_was_calculated_and_what_was_expected() {
    Digest leaf = tree.hash(0, 1);
    String message =
        assertThrows(
                ProofRejected.class, () -> new InclusionProof(0, 1, List.of()).verify(leaf, OTHER))
            .getMessage();
    assertTrue(message.contains("calculated " + leaf.hex()), message);
    assertTrue(message.contains("expected " + OTHER.hex()), message);
  }

  @Test
  void a_proof_keeps_its_own_copy_of_the_path() {
    List<Digest> path = tree.inclusion(0, 0, 2);
    InclusionProof proof = new InclusionProof(0, 2, path);
    path.set(0, OTHER);
    proof.verify(tree.hash(0, 1), tree.hash(0, 2));
  }

  static List<Long> some_seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 0; seed < 200; seed++) {
      seeds.add(seed);
    }
    seeds.add(System.nanoTime());
    return seeds;
  }

  @ParameterizedTest
  @MethodSource("some_seeds")
  void proofs_hold_in_trees_of_up_to_2_to_the_63_leaves(long seed) {
    Random random = new Random(seed);
    long size = 1 + (random.nextLong() >>> 1 >> random.nextInt(63)) % Long.MAX_VALUE;
    if (seed % 10 == 0) {
      size = Long.MAX_VALUE;
    } else if (seed % 10 == 1) {
      size = 1L << random.nextInt(63);
    }
    long index = Math.floorMod(random.nextLong(), size);
    Digest root = huge.hash(0, size);
    Digest leaf = huge.hash(0, 1);
    InclusionProof inclusion = new InclusionProof(index, size, huge.inclusion(index, 0, size));
    inclusion.verify(leaf, root);
    rejects(() -> inclusion.verify(OTHER, root));

    long old = index + 1;
    ConsistencyProof consistency = new ConsistencyProof(old, size, huge.consistency(0, old, size));
    consistency.verify(huge.hash(0, old), root);
    rejects(() -> consistency.verify(OTHER, root));
    rejects(() -> consistency.verify(huge.hash(0, old), OTHER));

    // The largest start that can begin a subtree which ends after this leaf and inside the tree.
    long width = 1L << random.nextInt(63);
    long start = index / width * width;
    long end = start + Math.min(width, Math.min(size - start, index - start + 1));
    if (ReferenceTree.isSubtree(start, end)) {
      new ConsistencyProof(start, end, size, huge.consistency(start, end, size))
          .verify(huge.hash(start, end), root);
      InclusionProof.ofSubtree(index, start, end, huge.inclusion(index, start, end))
          .verify(leaf, huge.hash(start, end));
    }
  }

  @Test
  void the_largest_tree_of_all_has_paths_of_63_hashes() {
    long size = Long.MAX_VALUE;
    InclusionProof proof = new InclusionProof(0, size, huge.inclusion(0, 0, size));
    assertEquals(63, proof.path().size());
    proof.verify(huge.hash(0, 1), huge.hash(0, size));
  }

  private static void rejects(Runnable action) {
    assertThrows(ProofRejected.class, action::run);
  }

  private static void flips(List<Digest> hashes, Consumer<List<Digest>> use) {
    for (int i = 0; i < hashes.size(); i++) {
      for (int bit = 0; bit < 256; bit++) {
        byte[] bytes = hashes.get(i).bytes();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        List<Digest> bad = new ArrayList<>(hashes);
        bad.set(i, Digest.of(bytes));
        rejects(() -> use.accept(bad));
      }
    }
  }

  private static void lengths(List<Digest> path, Consumer<List<Digest>> make) {
    List<Digest> longer = new ArrayList<>(path);
    longer.add(OTHER);
    rejects(() -> make.accept(longer));
    if (!path.isEmpty()) {
      rejects(() -> make.accept(path.subList(1, path.size())));
    }
  }
}
