package org.governance4j.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.SignatureBundle;

/**
 * One bundle of a signature file: of a {@code .sig} file all of it, of a {@code claims.jsonl} file
 * one line.
 *
 * @param text the bundle, byte for byte
 * @param bundle what it says
 */
record OmsClaim(byte[] text, OmsBundle bundle) {

  /** The most lines of one file. */
  static final int MAX_CLAIMS = 1_000;

  /**
   * The bundles of a file in its order, which is newest first. A file is one of lines if its first
   * line is a whole bundle and another line follows; a bundle written over several lines is not.
   */
  static List<OmsClaim> read(SignatureBundle file, int maxBytes) {
    byte[] bytes = file.bytes();
    if (bytes.length > maxBytes) {
      throw new ArtifactRejected(
          "signature bundle has " + bytes.length + " bytes, the limit is " + maxBytes);
    }
    List<byte[]> lines = lines(bytes);
    if (lines.size() < 2 || !looksWhole(lines.get(0)) || !looksWhole(lines.get(1))) {
      return List.of(new OmsClaim(bytes, OmsBundle.parse(bytes, maxBytes)));
    }
    if (lines.size() > MAX_CLAIMS) {
      throw new ArtifactRejected(
          "the signature file has " + lines.size() + " bundles, the limit is " + MAX_CLAIMS);
    }
    List<OmsClaim> claims = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      try {
        claims.add(new OmsClaim(lines.get(i), OmsBundle.parse(lines.get(i), maxBytes)));
      } catch (ArtifactRejected e) {
        throw new ArtifactRejected("line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return List.copyOf(claims);
  }

  /** The lines that are not blank; at most one more than are allowed. */
  private static List<byte[]> lines(byte[] bytes) {
    List<byte[]> lines = new ArrayList<>();
    int from = 0;
    while (from < bytes.length && lines.size() <= MAX_CLAIMS) {
      int end = from;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      int stop = end;
      while (stop > from && isSpace(bytes[stop - 1])) {
        stop--;
      }
      if (stop > from) {
        lines.add(Arrays.copyOfRange(bytes, from, stop));
      }
      from = end + 1;
    }
    return lines;
  }

  private static boolean looksWhole(byte[] line) {
    return line[0] == '{' && line[line.length - 1] == '}' && line.length > 2;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
