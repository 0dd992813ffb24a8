package org.governance4j;

/** The null object of {@link KeyHandle}. */
enum NoKey implements KeyHandle {
  INSTANCE;

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.ED25519;
  }

  @Override
  public byte[] publicKey() {
    throw new KeyUnavailable("no key is configured");
  }

  @Override
  public byte[] sign(byte[] message) {
    throw new KeyUnavailable("no key is configured");
  }

  @Override
  public void close() {}
}
