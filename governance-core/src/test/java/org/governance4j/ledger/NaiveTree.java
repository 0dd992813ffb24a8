package org.governance4j.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.governance4j.Digest;

/**
 * RFC 6962 section 2.1 and C2SP tlog-tiles word for word, slow and with nothing shared with the
 * code under test: the oracle.
 */
final class NaiveTree {
  private NaiveTree() {}

  static byte[] entry(long index) {
    return ("entry " + index).getBytes(StandardCharsets.UTF_8);
  }

  static List<byte[]> entries(int count) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry(i));
    }
    return entries;
  }

  static Digest root(List<byte[]> entries) {
    return Digest.of(mth(entries));
  }

  /** MTH of the RFC. */
  static byte[] mth(List<byte[]> entries) {
    int n = entries.size();
    if (n == 0) {
      return sha256();
    }
    if (n == 1) {
      return sha256(new byte[] {0}, entries.get(0));
    }
    int k = 1;
    while (2 * k < n) {
      k *= 2;
    }
    return sha256(new byte[] {1}, mth(entries.subList(0, k)), mth(entries.subList(k, n)));
  }

  /** The files that tlog-tiles prescribes for a tree that was published once, at this size. */
  static Map<String, byte[]> files(List<byte[]> entries) {
    Map<String, byte[]> files = new TreeMap<>();
    long span = 1;
    for (int level = 0; span <= entries.size(); level++, span *= 256) {
      long hashes = entries.size() / span;
      List<byte[]> all = new ArrayList<>();
      for (int i = 0; i < hashes; i++) {
        all.add(mth(entries.subList((int) (i * span), (int) ((i + 1) * span))));
      }
      put(files, "tile/" + level + "/", all, false);
    }
    put(files, "tile/entries/", entries, true);
    return files;
  }

  private static void put(
      Map<String, byte[]> files, String prefix, List<byte[]> items, boolean lengths) {
    for (int from = 0; from < items.size(); from += 256) {
      int to = Math.min(from + 256, items.size());
      java.io.ByteArrayOutputStream content = new java.io.ByteArrayOutputStream();
      for (byte[] item : items.subList(from, to)) {
        if (lengths) {
          content.write(item.length / 256);
          content.write(item.length % 256);
        }
        content.writeBytes(item);
      }
      String name = prefix + String.format("%03d", from / 256);
      files.put(to - from == 256 ? name : name + ".p/" + (to - from), content.toByteArray());
    }
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        sha256.update(part);
      }
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
