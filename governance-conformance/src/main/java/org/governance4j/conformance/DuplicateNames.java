package org.governance4j.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.json.StrictJson;

/**
 * Gives the second and later members of one name in a JSON object names of their own, and changes
 * nothing else. For texts that are well-formed; of others it makes what it likes.
 */
final class DuplicateNames {

  private final String text;
  private final StringBuilder out = new StringBuilder();

  /** The names met in each open object; of an open array, a set that stays empty. */
  private final Deque<Set<String>> open = new ArrayDeque<>();

  private DuplicateNames(String text) {
    this.text = text;
  }

  /**
   * The text with distinct names.
   *
   * @throws InvalidData if a string in it is not well-formed
   */
  static byte[] renamed(byte[] utf8) {
    DuplicateNames scan = new DuplicateNames(new String(utf8, StandardCharsets.UTF_8));
    scan.run();
    return scan.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void run() {
    for (int at = 0; at < text.length(); ) {
      char c = text.charAt(at);
      if (c == '"') {
        at = string(at);
        continue;
      }
      if (c == '{' || c == '[') {
        open.push(new HashSet<>());
      } else if (c == '}' || c == ']') {
        open.poll();
      }
      out.append(c);
      at++;
    }
  }

  /** Copies a string, renamed if it is a name that was met before; returns where it ends. */
  private int string(int from) {
    int end = from + 1;
    while (end < text.length() && text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= text.length()) {
      throw new InvalidData("a string does not end");
    }
    String literal = text.substring(from, end + 1);
    Set<String> names = open.peek();
    if (names != null && isName(end + 1)) {
      String name = ((JsonValue.Str) StrictJson.parse(literal)).value();
      for (int i = 2; !names.add(name); i++) {
        name += "#" + i;
        literal = literal.substring(0, literal.length() - 1) + "#" + i + "\"";
      }
    }
    out.append(literal);
    return end + 1;
  }

  private boolean isName(int after) {
    int at = after;
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() && text.charAt(at) == ':';
  }
}
