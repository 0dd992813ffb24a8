package org.governance4j.crypto;

/** Text of others in messages. */
final class Hostile {
  private static final int MOST = 100;

  private Hostile() {}

  /** The text in quotes, cut short and on one line. */
  static String quote(String text) {
    String head = text.length() <= MOST ? text : text.substring(0, MOST) + "…";
    return '"' + head.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
