package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** What a DSSE 1.0.2 envelope signs: type and payload, each behind its length. */
final class Dsse {
  private Dsse() {}

  /** The pre-authentication encoding; lengths are decimal and count bytes. */
  static byte[] pae(String type, byte[] payload) {
    byte[] typeBytes = type.getBytes(UTF_8);
    byte[] head =
        ("DSSEv1 " + typeBytes.length + " " + type + " " + payload.length + " ").getBytes(UTF_8);
    byte[] pae = Arrays.copyOf(head, head.length + payload.length);
    System.arraycopy(payload, 0, pae, head.length, payload.length);
    return pae;
  }
}
