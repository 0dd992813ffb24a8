package org.governance4j.ledger;

import java.io.IOException;

/** What a double that is only read has in place of writing. */
abstract class UnwritableDisk implements Disk {
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
}
