package org.governance4j.crypto;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.crypto.hash.HashType;

/**
 * What somebody signed of one file. Nothing is checked here: {@link SignedRanges} does, against the
 * length that the file has.
 *
 * @param name relative, with {@code /}
 * @param type of the digests
 * @param ranges the file as one range without known end, or parts of it in any order
 */
record SignedFile(String name, HashType type, List<Range> ranges) {

  /** In place of an end: the range is all of the file. */
  static final long WHOLE = -1;

  /**
   * Some bytes of a file.
   *
   * @param start where they begin
   * @param end where they end, exclusive, or {@link #WHOLE}
   * @param digest of them
   */
  record Range(long start, long end, byte[] digest) {}

  /** A file that was hashed as a whole. */
  static SignedFile whole(String name, HashType type, byte[] digest) {
    return new SignedFile(name, type, List.of(new Range(0, WHOLE, digest)));
  }

  /** The files of a statement in its order, that of their first parts. */
  static List<SignedFile> of(OmsStatement statement) {
    HashType type = statement.serialization().hashType();
    Map<String, SignedFile> files = new LinkedHashMap<>();
    for (Resource resource : statement.resources()) {
      long end = resource.end() == Resource.WHOLE ? WHOLE : resource.end();
      files
          .computeIfAbsent(resource.file(), name -> new SignedFile(name, type, new ArrayList<>(1)))
          .ranges()
          .add(new Range(resource.start(), end, resource.digest()));
    }
    return List.copyOf(files.values());
  }
}
