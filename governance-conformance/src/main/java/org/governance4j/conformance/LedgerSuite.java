package org.governance4j.conformance;

import static org.governance4j.conformance.Routes.skip;

import java.io.IOException;
import java.util.List;
import org.governance4j.conformance.Routes.Route;

/**
 * Merkle proofs, signed notes, checkpoints, tiles and logs of others. Which file holds which cases
 * is decided by its path below the suite's folder.
 */
final class LedgerSuite implements Suite {

  private static final String TESSERA = "tessera-log/";
  private static final String TESSERA_KEYS = TESSERA + "KEYS.json";

  private static final Routes ROUTES =
      Routes.of(
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
    List<String> files = folder.files();
    if (tessera) {
      // The others are brought to account with the file of keys.
      files =
          files.stream()
              .filter(file -> !file.startsWith(TESSERA) || file.equals(TESSERA_KEYS))
              .toList();
    }
    ROUTES.run(folder, files, cases);
  }

  private static void rekor(Folder folder, String file, Cases cases) throws IOException {
    if (RekorEntries.isTrustedRoot(file)) {
      RekorEntries.trustedRoot(folder, file, cases);
    } else {
      cases.skip(file, "no runner for this file");
    }
  }

  private static Vectors skipAll(String why) {
    return (folder, file, cases) -> VectorFile.skipAll(folder, file, cases, why);
  }
}
