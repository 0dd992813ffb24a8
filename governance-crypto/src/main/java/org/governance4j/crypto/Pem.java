package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One PEM block (RFC 7468).
 *
 * <p>Works on bytes from end to end, because the text of a private key in a String could never be
 * wiped. Text before and after the block is skipped, as some tools write a preamble, and lines may
 * end in CR LF; two blocks in one file are refused, as nobody could tell which is meant.
 */
record Pem(String label, byte[] der) {

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final String PARAMETERS = "EC PARAMETERS";

  /** Reads the only block, or says in an exception for the caller to reword what is wrong. */
  static Pem parse(byte[] text) throws Malformed {
    String label = null;
    byte[] der = null;
    byte[] body = new byte[text.length];
    int bodyLength = 0;
    try {
      int at = 0;
      while (at < text.length) {
        int end = lineEnd(text, at);
        String boundary = boundary(text, at, end);
        if (boundary == null) {
          if (label != null && der == null) {
            bodyLength = append(text, at, end, body, bodyLength);
          }
        } else if (boundary.startsWith(BEGIN)) {
          if (label != null) {
            throw new Malformed("it has more than one PEM block");
          }
          label = boundary.substring(BEGIN.length(), boundary.length() - DASHES.length());
        } else {
          if (label == null || der != null || !boundary.equals(END + label + DASHES)) {
            throw new Malformed("its PEM block ends in the wrong place");
          }
          if (label.equals(PARAMETERS)) {
            // OpenSSL puts the curve before the key, in a block of its own that says nothing new.
            label = null;
            bodyLength = 0;
          } else {
            der = decode(body, bodyLength);
          }
        }
        at = end + 1;
      }
    } finally {
      Arrays.fill(body, (byte) 0);
    }
    if (label == null || der == null) {
      throw new Malformed("it has no complete PEM block");
    }
    return new Pem(label, der);
  }

  /** The block with 64 characters a line, LF at each end: the one spelling that is hashed. */
  byte[] text() {
    byte[] base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der);
    byte[] begin = ascii(BEGIN + label + DASHES + "\n");
    byte[] end = ascii("\n" + END + label + DASHES + "\n");
    byte[] text = Arrays.copyOf(begin, begin.length + base64.length + end.length);
    System.arraycopy(base64, 0, text, begin.length, base64.length);
    System.arraycopy(end, 0, text, begin.length + base64.length, end.length);
    Arrays.fill(base64, (byte) 0);
    return text;
  }

  /** Overwrites the content. */
  void wipe() {
    Arrays.fill(der, (byte) 0);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static int lineEnd(byte[] text, int from) {
    int end = from;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return end;
  }

  /** The line as text if it is a BEGIN or END line; key material never becomes a String. */
  private static @Nullable String boundary(byte[] text, int from, int end) {
    int stop = end;
    while (stop > from && (text[stop - 1] == '\r' || text[stop - 1] == ' ')) {
      stop--;
    }
    if (!startsWith(text, from, stop, BEGIN) && !startsWith(text, from, stop, END)) {
      return null;
    }
    String line = new String(text, from, stop - from, US_ASCII);
    return line.endsWith(DASHES) && line.length() > BEGIN.length() + DASHES.length() ? line : null;
  }

  private static boolean startsWith(byte[] text, int from, int end, String prefix) {
    if (end - from < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (text[from + i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int append(byte[] text, int from, int end, byte[] body, int length) {
    int to = length;
    for (int i = from; i < end; i++) {
      if (text[i] != '\r' && text[i] != ' ' && text[i] != '\t') {
        body[to++] = text[i];
      }
    }
    return to;
  }

  private static byte[] decode(byte[] body, int length) throws Malformed {
    byte[] base64 = Arrays.copyOf(body, length);
    for (byte character : base64) {
      if (character == ':') {
        throw new Malformed(
            "its PEM block has headers, as the traditional encryption of OpenSSL; convert it to"
                + " PKCS#8 with openssl pkcs8 -topk8");
      }
    }
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // The cause is dropped: its message quotes a byte of the body.
      throw new Malformed("its PEM block is not base64");
    } finally {
      Arrays.fill(base64, (byte) 0);
    }
  }

  @Override
  public String toString() {
    return "Pem[" + label + "]";
  }

  /** What is wrong with a key or its file, as the end of a sentence; never quotes content. */
  static class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
      super(reason);
    }

    /** The reason. */
    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
