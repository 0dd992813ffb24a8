package org.governance4j.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.ConsistencyProof;
import org.governance4j.Digest;
import org.governance4j.InclusionProof;
import org.governance4j.json.JsonMembers;

/**
 * The accumulated vectors of draft-ietf-plants-merkle-tree-certs: one digest over the lines of all
 * subtree hashes, inclusion proofs or consistency proofs in trees of up to 130 leaves, where leaf i
 * is the one byte i. Each proof that goes into a digest is verified by the library as well.
 */
final class SubtreeDigests {

  private static final int LEAVES = 130;

  private SubtreeDigests() {}

  static void run(JsonMembers accumulated, Cases cases) {
    ReferenceTree tree = ReferenceTree.of(entries());
    for (String what : accumulated.names()) {
      String name = accumulated.path(what);
      String digest = accumulated.string(what);
      switch (what.split(" ", 2)[0]) {
        case "desc" -> {}
        case "hash" -> cases.accepted(name, () -> check(digest, hashes(tree)));
        case "inclusion" -> cases.accepted(name, () -> check(digest, inclusion(tree)));
        case "consistency" -> cases.accepted(name, () -> check(digest, consistency(tree)));
        case "covering" ->
            cases.skip(name, "the library does not choose the subtrees that cover a range");
        default -> cases.skip(name, "no runner for this member");
      }
    }
  }

  private static void check(String expected, StringBuilder lines) {
    byte[] text = lines.toString().getBytes(StandardCharsets.US_ASCII);
    Mismatch.check(
        "digest of all lines",
        VectorFile.digest("digest of all lines", expected),
        Digest.sha256(text));
  }

  private static StringBuilder hashes(ReferenceTree tree) {
    StringBuilder lines = new StringBuilder();
    for (int end = 0; end <= LEAVES; end++) {
      for (int start = 0; start <= end; start++) {
        if (ReferenceTree.isSubtree(start, end)) {
          range(lines, start, end).append(' ').append(tree.root(start, end).hex()).append('\n');
        }
      }
    }
    return lines;
  }

  private static StringBuilder inclusion(ReferenceTree tree) {
    StringBuilder lines = new StringBuilder();
    for (int end = 0; end <= LEAVES; end++) {
      for (int start = 0; start < end; start++) {
        if (!ReferenceTree.isSubtree(start, end)) {
          continue;
        }
        Digest root = tree.root(start, end);
        for (int index = start; index < end; index++) {
          List<Digest> path = tree.path(index, start, end);
          InclusionProof.ofSubtree(index, start, end, path).verify(tree.leaves().get(index), root);
          range(lines.append(index).append(' '), start, end);
          hashes(lines, path);
        }
      }
    }
    return lines;
  }

  private static StringBuilder consistency(ReferenceTree tree) {
    StringBuilder lines = new StringBuilder();
    for (int size = 0; size <= LEAVES; size++) {
      Digest root = tree.root(0, size);
      for (int end = 0; end <= size; end++) {
        for (int start = 0; start <= end; start++) {
          if (!ReferenceTree.isSubtree(start, end)) {
            continue;
          }
          List<Digest> path = tree.consistency(start, end, size);
          new ConsistencyProof(start, end, size, path).verifySubtree(tree.root(start, end), root);
          range(lines, start, end).append(' ').append(size);
          hashes(lines, path);
        }
      }
    }
    return lines;
  }

  private static StringBuilder range(StringBuilder lines, int start, int end) {
    return lines.append('[').append(start).append(", ").append(end).append(')');
  }

  private static void hashes(StringBuilder lines, List<Digest> path) {
    path.forEach(hash -> lines.append(' ').append(hash.hex()));
    lines.append('\n');
  }

  private static List<byte[]> entries() {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < LEAVES; i++) {
      entries.add(new byte[] {(byte) i});
    }
    return entries;
  }
}
