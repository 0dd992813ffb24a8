package org.governance4j.ledger;

/** What a double that is only read has in place of writing. */
abstract class UnwritableDisk implements Disk {
  @Override
  public void createDirectory(String name, Access access) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void syncDirectory(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Output create(String name, Access access) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Output append(String name, Access access) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rename(String from, String to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(String name) {
    throw new UnsupportedOperationException();
  }
}
