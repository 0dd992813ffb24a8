package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.governance4j.NoteKey;
import org.governance4j.tck.NoteVerifierContract;
import org.junit.jupiter.api.Nested;

/** The verifiers of every type but plain Ed25519, held to their contract. */
class NoteVerifierContractsTest {

  @Nested
  class Ecdsa extends NoteVerifierContract {
    private final Signed.Signer signer = Signed.ecdsa(Signed.LOG, NoteKey.ECDSA);

    @Override
    protected Example example() {
      byte[] signature = signer.key().sign(Signed.TEXT.getBytes(UTF_8));
      return new Example(NoteVerifiers.of(signer.note().vkey()), Signed.TEXT, signature);
    }
  }

  @Nested
  class Cosignature extends NoteVerifierContract {
    private final Signed.Signer signer = Signed.ed25519(Signed.WITNESS, NoteKey.COSIGNATURE);

    @Override
    protected Example example() {
      return new Example(
          NoteVerifiers.of(signer.note().vkey()),
          Signed.TEXT,
          Signed.cosignature(signer, 1_767_225_600, Signed.TEXT));
    }
  }

  @Nested
  class TreeHead extends NoteVerifierContract {
    private final Signed.Signer signer = Signed.ecdsa(Signed.LOG, NoteKey.TREE_HEAD);

    @Override
    protected Example example() {
      return new Example(
          NoteVerifiers.of(signer.note().vkey()),
          Signed.TEXT,
          Signed.treeHead(signer, 1_767_225_600_123L, 1, Signed.ROOT));
    }
  }

  @Nested
  class MlDsaOfTheLog extends NoteVerifierContract {
    private final Signed.Signer signer = Signed.mlDsa(Signed.LOG);

    @Override
    protected Example example() {
      return new Example(
          NoteVerifiers.of(signer.note().vkey()),
          Signed.TEXT,
          Signed.subtree(signer, 1_767_225_600, Signed.LOG, 0, 1, Signed.ROOT));
    }
  }
}
