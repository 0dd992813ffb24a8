package org.governance4j.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.governance4j.Digest;
import org.governance4j.JsonValue;
import org.governance4j.MerkleTree;
import org.governance4j.json.JsonMembers;

/** Known hashes of small trees, as transparency-dev/merkle and its RFC 6962 hasher state them. */
final class MerkleConstants {

  private static final Set<String> KNOWN =
      Set.of(
          "source",
          "emptyRoot",
          "leafInputs",
          "nodeHashes",
          "rootHashes",
          "hasher",
          "mtcSubtreeAccumulated");
  private static final Pattern LEAF = Pattern.compile("leaf\\(\"(.*)\"\\)", Pattern.DOTALL);

  private MerkleConstants() {}

  static void run(Folder folder, String file, Cases cases) throws IOException {
    JsonMembers constants = VectorFile.object(folder, file);
    VectorFile.skipOthers(constants, cases, KNOWN);
    if (constants.has("emptyRoot")) {
      Digest emptyRoot = digest(constants, "emptyRoot");
      cases.accepted(
          constants.path("emptyRoot"),
          () -> Mismatch.check("root", emptyRoot, MerkleTree.emptyRoot()));
    }
    if (constants.has("leafInputs")) {
      trees(constants, cases);
    }
    JsonMembers hasher = constants.optionalObject("hasher");
    if (hasher != null) {
      hasher(hasher, cases);
    }
    JsonMembers subtrees = constants.optionalObject("mtcSubtreeAccumulated");
    if (subtrees != null) {
      SubtreeDigests.run(subtrees, cases);
    }
  }

  private static void trees(JsonMembers constants, Cases cases) {
    List<Digest> leaves = new ArrayList<>();
    for (String input : constants.strings("leafInputs")) {
      leaves.add(MerkleTree.leafHash(VectorFile.hex(constants.path("leafInputs"), input)));
    }
    List<Digest> roots = VectorFile.digests(constants, "rootHashes");
    for (int size = 0; size < roots.size(); size++) {
      String name = constants.path("rootHashes") + "[" + size + "]";
      Digest root = roots.get(size);
      int end = size;
      if (end > leaves.size()) {
        cases.fail(name, "malformed case: there are only " + leaves.size() + " leaves");
      } else {
        cases.accepted(name, () -> check(root, leaves, 0, end));
      }
    }
    List<JsonValue> levels = constants.array("nodeHashes").items();
    for (int level = 0; level < levels.size(); level++) {
      String place = constants.path("nodeHashes") + "[" + level + "]";
      List<Digest> nodes =
          VectorFile.digests(
              JsonMembers.of(JsonValue.object().with("nodes", levels.get(level)), place), "nodes");
      for (int i = 0; i < nodes.size(); i++) {
        Digest node = nodes.get(i);
        int start = i << level;
        int end = Math.min(leaves.size(), (i + 1) << level);
        cases.accepted(place + "[" + i + "]", () -> check(node, leaves, start, end));
      }
    }
  }

  private static void check(Digest expected, List<Digest> leaves, int start, int end) {
    Mismatch.check("root", expected, MerkleTree.root(leaves.subList(start, end)));
  }

  private static Digest digest(JsonMembers object, String name) {
    return VectorFile.digest(object.path(name), object.string(name));
  }

  private static void hasher(JsonMembers hasher, Cases cases) {
    for (String what : hasher.names()) {
      String name = hasher.path(what);
      Matcher leaf = LEAF.matcher(what);
      if (what.equals("emptyLeaf") || leaf.matches()) {
        byte[] entry =
            what.equals("emptyLeaf") ? new byte[0] : leaf.group(1).getBytes(StandardCharsets.UTF_8);
        Digest hash = digest(hasher, what);
        cases.accepted(name, () -> Mismatch.check("leaf hash", hash, MerkleTree.leafHash(entry)));
      } else {
        cases.skip(name, "the children of a node are digests of 32 bytes in this library");
      }
    }
  }
}
