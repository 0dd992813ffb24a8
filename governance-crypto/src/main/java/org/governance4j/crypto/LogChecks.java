package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.Checkpoint;
import org.governance4j.GovernanceException;
import org.governance4j.InclusionProof;
import org.governance4j.MerkleTree;
import org.governance4j.NoteSignature;
import org.governance4j.SignedNote;
import org.jspecify.annotations.Nullable;

/**
 * Checks that an entry is in a transparency log of a trusted root: the log's promise (SET, signed
 * entry timestamp) where there is one, and the proof of inclusion with its checkpoint.
 */
final class LogChecks {
  private final List<TrustedLog> logs;

  LogChecks(TrustedRoot root) {
    this.logs = root.logs();
  }

  /**
   * When the log says that it took the entry in, if it has signed that.
   *
   * @throws ArtifactRejected if the promise is not the log's
   */
  @Nullable Instant integratedTime(LogEntry entry) {
    byte[] promise = entry.promise();
    if (promise == null) {
      return null;
    }
    Long seconds = entry.integratedTime();
    if (seconds == null) {
      throw new ArtifactRejected(entry.at() + " has a promise of inclusion, but no time");
    }
    Instant time = time(entry, seconds);
    TrustedLog log = signer(named(entry), promised(entry, seconds), promise, List.of(time));
    if (log == null) {
      throw new ArtifactRejected(
          entry.at() + ": the promise of inclusion is not signed by its log");
    }
    requireValid(entry, log, List.of(time));
    return time;
  }

  /**
   * Returns if the entry is in the log.
   *
   * @param times when it was signed; the log's key must have been valid at each
   * @throws ArtifactRejected if it is not
   */
  void requireIncluded(LogEntry entry, List<Instant> times) {
    LogEntry.Proof proof = entry.proof();
    if (proof == null) {
      // The reader lets this through only beside a promise, which integratedTime has checked.
      return;
    }
    if (entry.ofTiledLog() && entry.index() != proof.index()) {
      throw new ArtifactRejected(
          entry.at() + " has the index " + entry.index() + ", its proof " + proof.index());
    }
    try {
      new InclusionProof(proof.index(), proof.treeSize(), proof.path())
          .verify(MerkleTree.leafHash(entry.body()), proof.root());
      if (proof.checkpoint() != null) {
        checkpoint(entry, proof, SignedNote.parse(proof.checkpoint()), times);
      }
    } catch (ArtifactRejected e) {
      throw e;
    } catch (GovernanceException e) {
      throw new ArtifactRejected(entry.at() + " is not proven to be logged: " + e.getMessage(), e);
    }
  }

  private void checkpoint(
      LogEntry entry, LogEntry.Proof proof, SignedNote note, List<Instant> times) {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (checkpoint.size() != proof.treeSize() || !checkpoint.root().equals(proof.root())) {
      throw new ArtifactRejected(
          entry.at() + ": the checkpoint is of another tree than the proof of inclusion");
    }
    requireValid(entry, signer(entry, note, checkpoint.origin(), times), times);
  }

  /** The log that has signed the checkpoint; lines of keys that are not known are passed over. */
  private TrustedLog signer(LogEntry entry, SignedNote note, String origin, List<Instant> times) {
    byte[] text = note.text().getBytes(UTF_8);
    List<TrustedLog> candidates = named(entry);
    for (NoteSignature line : note.signatures()) {
      if (!isNameOf(line.name(), origin)) {
        continue;
      }
      List<TrustedLog> known =
          candidates.stream()
              .filter(log -> ByteBuffer.wrap(log.checkpointId()).getInt() == line.keyId())
              .toList();
      if (known.isEmpty()) {
        continue;
      }
      TrustedLog log = signer(known, text, line.signature(), times);
      if (log == null) {
        throw new ArtifactRejected(entry.at() + ": the log's signature on the checkpoint is wrong");
      }
      return log;
    }
    throw new ArtifactRejected(entry.at() + ": the checkpoint is not signed by the entry's log");
  }

  /** The log that signed; of several with one key the one that was valid then, if there is one. */
  private static @Nullable TrustedLog signer(
      List<TrustedLog> logs, byte[] message, byte[] signature, List<Instant> times) {
    TrustedLog signer = null;
    for (TrustedLog log : logs) {
      if (log.signed(message, signature)) {
        if (times.stream().allMatch(log::validAt)) {
          return log;
        }
        signer = log;
      }
    }
    return signer;
  }

  /** Logs of the first generation add the number of the tree to their name. */
  private static boolean isNameOf(String name, String origin) {
    return origin.equals(name) || origin.startsWith(name + " - ");
  }

  private List<TrustedLog> named(LogEntry entry) {
    List<TrustedLog> named = new ArrayList<>();
    for (TrustedLog log : logs) {
      if (log.hasId(entry.logId())) {
        named.add(log);
      }
    }
    if (named.isEmpty()) {
      throw new ArtifactRejected(
          entry.at()
              + " is of the log "
              + Hostile.quote(Base64.getEncoder().encodeToString(entry.logId()))
              + ", which the trusted root does not have");
    }
    return named;
  }

  private static void requireValid(LogEntry entry, TrustedLog log, List<Instant> times) {
    if (log.validity().start() == null) {
      throw new ArtifactRejected(
          entry.at() + ": the trusted root does not say since when its log may be relied on");
    }
    for (Instant time : times) {
      if (!log.validAt(time)) {
        throw new ArtifactRejected(
            entry.at()
                + ": its log may be relied on from "
                + log.validity()
                + ", the entry is of "
                + time);
      }
    }
  }

  /** What the promise signs: canonical JSON (RFC 8785), which for these members is this. */
  private static byte[] promised(LogEntry entry, long seconds) {
    return ("{\"body\":\""
            + Base64.getEncoder().encodeToString(entry.body())
            + "\",\"integratedTime\":"
            + seconds
            + ",\"logID\":\""
            + HexFormat.of().formatHex(entry.logId())
            + "\",\"logIndex\":"
            + entry.index()
            + "}")
        .getBytes(US_ASCII);
  }

  private static Instant time(LogEntry entry, long seconds) {
    try {
      return Instant.ofEpochSecond(seconds);
    } catch (DateTimeException e) {
      throw new ArtifactRejected(entry.at() + " has the time " + seconds + ", which is none", e);
    }
  }
}
