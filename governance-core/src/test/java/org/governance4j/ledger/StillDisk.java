package org.governance4j.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Some files, to be read. */
record StillDisk(Map<String, byte[]> files) implements Disk {
  @Override
  public boolean exists(String name) {
    return files.containsKey(name) || !list(name).isEmpty();
  }

  @Override
  public List<String> list(String directory) {
    List<String> names = new ArrayList<>();
    String prefix = directory.isEmpty() ? "" : directory + "/";
    for (String name : files.keySet()) {
      if (name.startsWith(prefix)) {
        int end = name.indexOf('/', prefix.length());
        String child = name.substring(prefix.length(), end < 0 ? name.length() : end);
        if (names.isEmpty() || !names.get(names.size() - 1).equals(child)) {
          names.add(child);
        }
      }
    }
    return names;
  }

  @Override
  public byte @Nullable [] read(String name, long from, int length) {
    byte[] content = files.get(name);
    if (content == null) {
      return null;
    }
    int start = (int) Math.min(from, content.length);
    return Arrays.copyOfRange(
        content, start, (int) Math.min((long) start + length, content.length));
  }

  private static IOException readOnly() {
    return new IOException("looking must not change anything");
  }

  @Override
  public void createDirectory(String name, Access access) throws IOException {
    throw readOnly();
  }

  @Override
  public void syncDirectory(String name) throws IOException {
    throw readOnly();
  }

  @Override
  public Output create(String name, Access access) throws IOException {
    throw readOnly();
  }

  @Override
  public Output append(String name, Access access) throws IOException {
    throw readOnly();
  }

  @Override
  public void rename(String from, String to) throws IOException {
    throw readOnly();
  }

  @Override
  public void delete(String name) throws IOException {
    throw readOnly();
  }

  @Override
  public String toString() {
    return "memory";
  }
}
