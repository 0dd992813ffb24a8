package org.governance4j.crypto;

import java.nio.file.Path;
import java.util.List;
import org.governance4j.KeyUnavailable;

/**
 * A key with the certificates that say whose it is, as a PKCS#12 file (RFC 7292) keeps them
 * together. The certificates are handed on as they are: whoever verifies a signature judges them.
 *
 * <p>Safe for any number of threads; to be closed as the key it holds.
 */
public final class CertifiedKey implements AutoCloseable {
  private final SoftwareKey key;
  private final List<byte[]> chain;

  private CertifiedKey(SoftwareKey key, List<byte[]> chain) {
    this.key = key;
    this.chain = chain;
  }

  /**
   * Loads the only key of a PKCS#12 file.
   *
   * @param password of the file and of the key in it; the caller wipes it
   * @throws KeyUnavailable if the file is missing or not PKCS#12, the password wrong, or there is
   *     not exactly one key of a known algorithm; names the file and the reason
   */
  public static CertifiedKey load(Path file, char[] password) {
    return PrivateKeys.read(file, text -> of(Pkcs12.only(checked(text), password)));
  }

  /**
   * Loads one of the keys of a PKCS#12 file.
   *
   * @param password of the file and of the key in it; the caller wipes it
   * @param alias the name of the key in the file
   * @throws KeyUnavailable if the file is missing or not PKCS#12, the password wrong, or there is
   *     no such key of a known algorithm; names the file and the reason
   */
  public static CertifiedKey load(Path file, char[] password, String alias) {
    return PrivateKeys.read(file, text -> of(Pkcs12.entry(checked(text), password, alias)));
  }

  /** The key. */
  public SoftwareKey key() {
    return key;
  }

  /** The certificates in DER, that of the key first; copies, and none if the file had none. */
  public List<byte[]> chain() {
    return chain.stream().map(byte[]::clone).toList();
  }

  /** Closes the key. */
  @Override
  public void close() {
    key.close();
  }

  /** The key as {@link SoftwareKey#toString} shows it, and how many certificates there are. */
  @Override
  public String toString() {
    return "CertifiedKey[" + key + ", " + chain.size() + " certificates]";
  }

  private static CertifiedKey of(Pkcs12.Entry entry) {
    return new CertifiedKey(new SoftwareKey(entry.key()), entry.chain());
  }

  private static byte[] checked(byte[] text) throws Pem.Malformed {
    if (!Pkcs12.isPkcs12(text)) {
      throw new Pem.Malformed("it is not PKCS#12");
    }
    return text;
  }
}
