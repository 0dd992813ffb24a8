package org.governance4j.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.Digest;
import org.governance4j.InvalidData;
import org.governance4j.MerkleTree;
import org.governance4j.NoteRejected;
import org.governance4j.NoteSignature;

/**
 * Reads the lines of a text file one by one, and those of {@link SignedLog} as what they are; a
 * reader for whoever wants to know more of them than whether they hold.
 *
 * <p>Stateless; one piece of the file and one line in memory, a line being cut where it is longer
 * than the longest.
 */
final class SignedLines {
  private static final int CHUNK = 1 << 16;

  private SignedLines() {}

  /** Takes the lines of a file. */
  interface Lines {
    /**
     * Takes a line.
     *
     * @param number from 1
     * @param at the offset of its first byte
     * @param ended whether a newline ends it
     */
    void line(long number, long at, byte[] line, boolean ended) throws IOException;
  }

  /**
   * Reads a file to its end.
   *
   * @param longest how many bytes of a line are handed out at the most
   * @return whether there is such a file
   */
  static boolean read(Disk disk, String name, int longest, Lines lines) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long number = 1;
    long start = 0;
    for (long at = 0; ; at += CHUNK) {
      byte[] chunk = disk.read(name, at, CHUNK);
      if (chunk == null) {
        return at > 0;
      }
      for (int i = 0; i < chunk.length; i++) {
        if (chunk[i] == '\n') {
          lines.line(number++, start, line.toByteArray(), true);
          line.reset();
          start = at + i + 1;
        } else if (line.size() < longest) {
          line.write(chunk[i]);
        }
      }
      if (chunk.length < CHUNK) {
        if (at + chunk.length > start) {
          lines.line(number, start, line.toByteArray(), false);
        }
        return true;
      }
    }
  }

  /**
   * A checkpoint that was signed.
   *
   * @param signatures as they stand in its note
   */
  record Signed(long size, Digest root, List<NoteSignature> signatures) {
    /** The signatures are kept as they are. */
    Signed {
      signatures = List.copyOf(signatures);
    }

    /**
     * Reads a line of the log of signed checkpoints.
     *
     * @throws InvalidData if it is malformed
     */
    static Signed parse(byte[] line) {
      String[] fields = new String(line, StandardCharsets.UTF_8).split(" ", -1);
      if (fields.length < 5 || fields.length % 3 != 2) {
        throw new InvalidData(
            "expected size, root and signatures, found " + fields.length + " fields");
      }
      if (!fields[0].matches("0|[1-9][0-9]{0,18}") || new BigInteger(fields[0]).bitLength() > 63) {
        throw new InvalidData("its first field is no size");
      }
      List<NoteSignature> signatures = new ArrayList<>();
      try {
        for (int i = 2; i < fields.length; i += 3) {
          signatures.add(
              NoteSignature.parse(fields[i] + " " + fields[i + 1] + " " + fields[i + 2]));
        }
      } catch (NoteRejected e) {
        throw new InvalidData(String.valueOf(e.getMessage()), e);
      }
      Digest root = Digest.parseBase64(fields[1]);
      if (fields[0].equals("0") && !root.equals(MerkleTree.emptyRoot())) {
        throw new InvalidData("size 0 cannot have another root than that of no entries");
      }
      return new Signed(Long.parseLong(fields[0]), root, signatures);
    }
  }
}
