package org.governance4j.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.governance4j.Checkpoint;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;

/**
 * Signs and verifies every text once only: Ed25519 is deterministic, and many lives begin alike.
 *
 * <p>One thread.
 */
final class Notary implements NoteVerifier {
  private final Map<ByteBuffer, byte[]> signatures = new HashMap<>();
  private final Set<ByteBuffer> good = new HashSet<>();

  @Override
  public String name() {
    return Logs.VERIFIER.name();
  }

  @Override
  public int keyId() {
    return Logs.VERIFIER.keyId();
  }

  @Override
  public String vkey() {
    return Logs.VERIFIER.vkey();
  }

  @Override
  public void verify(byte[] noteText, byte[] signature) {
    ByteBuffer both = ByteBuffer.allocate(noteText.length + signature.length);
    both.put(noteText).put(signature).flip();
    if (!good.contains(both)) {
      Logs.VERIFIER.verify(noteText, signature);
      good.add(both);
    }
  }

  /** A ledger's key that somebody watches. */
  final class Key implements KeyHandle {
    private final Consumer<Checkpoint> watcher;

    /** Whether the key cannot be reached. */
    boolean away;

    Key(Consumer<Checkpoint> watcher) {
      this.watcher = watcher;
    }

    @Override
    public KeyAlgorithm algorithm() {
      return Logs.KEY.algorithm();
    }

    @Override
    public byte[] publicKey() {
      return Logs.KEY.publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
      if (away) {
        throw new KeyUnavailable("the key service does not answer");
      }
      try {
        watcher.accept(Checkpoint.parse(new String(message, StandardCharsets.UTF_8)));
      } catch (NoteRejected e) {
        throw new AssertionError("signs what is no checkpoint", e);
      }
      return signatures
          .computeIfAbsent(ByteBuffer.wrap(message.clone()), m -> Logs.KEY.sign(message))
          .clone();
    }

    @Override
    public void close() {}
  }
}
