package org.governance4j.conformance;

import java.io.IOException;
import java.util.List;

/**
 * Merkle proofs, signed notes, checkpoints, tiles and logs of others. Which file holds which cases
 * is decided by its path below the suite's folder.
 */
final class LedgerSuite implements Suite {

  private static final String TESSERA = "tessera-log/";
  private static final String TESSERA_KEYS = TESSERA + "KEYS.json";

  /** The first that fits a file decides. */
  private static final List<Route> ROUTES =
      List.of(
          new Route("merkle-inclusion.json", MerkleProofVectors::inclusion),
          new Route("merkle-consistency.json", MerkleProofVectors::consistency),
          new Route("merkle-subtreeinclusion.json", MerkleProofVectors::subtreeInclusion),
          new Route("merkle-subtreeconsistency.json", MerkleProofVectors::subtreeConsistency),
          new Route("merkle-constants.json", MerkleConstants::run),
          new Route("ct-python-merkle.json", CtPythonVectors::run),
          new Route("golang-note.json", NoteVectors::run),
          new Route("checkpoints.json", CheckpointVectors::signed),
          new Route("checkpoint-bodies.json", CheckpointVectors::bodies),
          new Route("witness-consistency.json", CheckpointVectors::consistency),
          new Route("tlog-proof.json", TlogProofVectors::run),
          new Route("tile-paths.json", TilePathVectors::run),
          new Route("rekor-inclusion.json", RekorVectors::inclusion),
          new Route("rekor/checkpoints/", RekorVectors::checkpoint),
          new Route("cctv/ed25519vectors.json", Ed25519Vectors::run),
          new Route(TESSERA_KEYS, TesseraLog::run),
          new Route(Ed25519Vectors.ANSWERS, skip("read with the cases these are the answers to")),
          new Route("own/mldsa44-cosignature.json", CosignatureVectors::mlDsa),
          new Route("cctv/mldsa44-accumulated.json", MlDsaAccumulated::run),
          new Route("ct-sth.json", CosignatureVectors::treeHead),
          new Route("cose/", CoseVectors::run),
          new Route("tlog-policy.json", skipAll("witness policies are not read")),
          new Route(
              "witness-add-checkpoint-sequence.json", skipAll("the library is not a witness")),
          new Route("sumdb-leaves.json", skip("entries without a tree: nothing to judge")),
          new Route("rekor/bundles/", RekorEntries::bundle),
          new Route("rekor/entries/", RekorEntries::entry),
          new Route("rekor/", LedgerSuite::rekor),
          new Route("README.md", skip("not a case of this suite")));

  @Override
  public void run(Folder folder, Cases cases) {
    boolean tessera = folder.has(TESSERA_KEYS);
    for (String file : folder.files()) {
      if (tessera && file.startsWith(TESSERA) && !file.equals(TESSERA_KEYS)) {
        continue; // brought to account with the file of keys
      }
      int before = cases.counted();
      try {
        runner(file).run(folder, file, cases);
      } catch (TimeLimit.Interrupted e) {
        throw e;
      } catch (RuntimeException | IOException e) {
        cases.fail(file, "cannot be read: " + e.getMessage());
      }
      if (cases.counted() == before) {
        cases.skip(file, "no cases in it");
      }
    }
  }

  private static Vectors runner(String file) {
    for (Route route : ROUTES) {
      if (route.leadsTo(file)) {
        return route.vectors();
      }
    }
    return skip("no runner for this file");
  }

  private static void rekor(Folder folder, String file, Cases cases) throws IOException {
    if (RekorEntries.isTrustedRoot(file)) {
      RekorEntries.trustedRoot(folder, file, cases);
    } else {
      cases.skip(file, "no runner for this file");
    }
  }

  private static Vectors skip(String why) {
    return (folder, file, cases) -> cases.skip(file, why);
  }

  private static Vectors skipAll(String why) {
    return (folder, file, cases) -> VectorFile.skipAll(folder, file, cases, why);
  }

  /**
   * Who runs a file.
   *
   * @param path of the file, or of a folder, which ends in a slash
   */
  private record Route(String path, Vectors vectors) {
    boolean leadsTo(String file) {
      return path.endsWith("/") ? file.startsWith(path) : file.equals(path);
    }
  }
}
