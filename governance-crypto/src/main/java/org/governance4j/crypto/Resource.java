package org.governance4j.crypto;

import java.util.HexFormat;

/**
 * A signed file or a part of one.
 *
 * @param file its name, relative, with {@code /}
 * @param start where the part begins
 * @param end where it ends, exclusive, or {@link #WHOLE}
 * @param digest its hash in the statement's hash type
 */
record Resource(String file, long start, long end, byte[] digest) {

  /** In place of an end: the resource is all of the file. */
  static final long WHOLE = -1;

  static Resource whole(String file, byte[] digest) {
    return new Resource(file, 0, WHOLE, digest);
  }

  /** The name in the statement; of a part, {@code file:start:end}. */
  String name() {
    return end == WHOLE ? file : file + ":" + start + ":" + end;
  }

  /** The digest in lower-case hexadecimal digits. */
  String hex() {
    return HexFormat.of().formatHex(digest);
  }
}
