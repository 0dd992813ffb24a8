package org.governance4j.crypto.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.governance4j.ArtifactRejected;
import org.jspecify.annotations.Nullable;

/**
 * The names of the files in an artifact: relative, {@code /} between segments, byte for byte.
 *
 * <p>Names from a statement are only ever looked up among the names found on disk, never resolved
 * against a folder; the rules here keep an artifact from meaning something else where it is
 * unpacked.
 */
public final class ResourceNames {

  /**
   * The order of OMS, by code point, which is that of the UTF-8 bytes but not of Java's strings.
   */
  public static final Comparator<String> BY_CODE_POINT = ResourceNames::compareByCodePoint;

  /** The longest name in bytes of UTF-8, as PATH_MAX of Linux. */
  public static final int MAX_BYTES = 4096;

  /** The most segments in a name. */
  public static final int MAX_DEPTH = 128;

  private ResourceNames() {}

  /** Why a name cannot stand in a statement, or null if it can. */
  public static @Nullable String fault(String name) {
    int bytes = utf8Length(name);
    if (bytes < 0) {
      return "is not Unicode";
    }
    if (bytes > MAX_BYTES) {
      return "has " + bytes + " bytes, the limit is " + MAX_BYTES;
    }
    if (name.indexOf('\0') >= 0) {
      return "has a NUL character";
    }
    String[] segments = name.split("/", -1);
    if (segments.length > MAX_DEPTH) {
      return "is " + segments.length + " levels deep, the limit is " + MAX_DEPTH;
    }
    for (String segment : segments) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return "is not a plain relative path";
      }
    }
    return null;
  }

  /**
   * Refuses names that fall together on file systems that ignore case or normalise Unicode: which
   * of the two files is loaded there would depend on the order of copying.
   */
  public static void requireDistinct(Iterable<String> names) {
    Map<String, String> seen = new HashMap<>();
    for (String name : names) {
      String other = seen.put(folded(name), name);
      if (other != null) {
        throw new ArtifactRejected(
            other.equals(name)
                ? "file " + quote(name) + " is listed twice"
                : "files "
                    + quote(other)
                    + " and "
                    + quote(name)
                    + " differ only in case or Unicode normalisation");
      }
    }
  }

  /** Whether the name is one of the paths or below one. */
  public static boolean isUnder(String name, List<String> paths) {
    for (String path : paths) {
      if (name.startsWith(path)
          && (name.length() == path.length() || name.charAt(path.length()) == '/')) {
        return true;
      }
    }
    return false;
  }

  /** The name in quotes for a message, cut short and on one line. */
  public static String quote(String name) {
    String head = name.length() <= 200 ? name : name.substring(0, 200) + "…";
    return '"' + head.replaceAll("\\p{Cntrl}", "?") + '"';
  }

  private static int compareByCodePoint(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for what is above all other characters.
        boolean above = Character.isSurrogate(x) != Character.isSurrogate(y);
        return above ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static String folded(String name) {
    String upper = Normalizer.normalize(name, Normalizer.Form.NFC).toUpperCase(Locale.ROOT);
    return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }

  private static int utf8Length(String name) {
    try {
      return UTF_8.newEncoder().encode(CharBuffer.wrap(name)).remaining();
    } catch (CharacterCodingException e) {
      return -1;
    }
  }
}
