package org.governance4j.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads PKCS#12 files (RFC 7292), by the JDK, which bounds what their iteration counts may cost.
 */
final class Pkcs12 {

  /** How every PFX goes on after its length: version 3. */
  private static final byte[] VERSION = {2, 1, 3};

  private static final int SEQUENCE = 0x30;

  private Pkcs12() {}

  /** A key and the certificates that came with it, in DER, its own first. */
  record Entry(SecretKey key, List<byte[]> chain) {}

  /** Whether the bytes begin like PKCS#12, whose files are not text. */
  static boolean isPkcs12(byte[] file) {
    if (file.length < 2 + VERSION.length || file[0] != SEQUENCE) {
      return false;
    }
    int lengthBytes = file[1] < 0 ? 1 + (file[1] & 0x7f) : 1;
    int at = 1 + lengthBytes;
    return at + VERSION.length <= file.length
        && Arrays.equals(file, at, at + VERSION.length, VERSION, 0, VERSION.length);
  }

  /** The entry of a file that has exactly one with a key. */
  static Entry only(byte[] file, char[] password) throws Pem.Malformed {
    return entry(file, password, null);
  }

  /** The entry with that alias, or without one the only entry with a key. */
  static Entry entry(byte[] file, char[] password, @Nullable String alias) throws Pem.Malformed {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(file), password);
      String chosen = alias == null ? onlyAlias(store) : alias;
      if (!store.isKeyEntry(chosen)) {
        throw new Pem.Malformed(
            "it has no key under the alias " + Hostile.quote(chosen) + named(store));
      }
      Key key = store.getKey(chosen, password);
      byte[] pkcs8 = key.getEncoded();
      if (pkcs8 == null) {
        throw new Pem.Malformed("its key cannot be taken out of it");
      }
      List<byte[]> chain = new ArrayList<>();
      Certificate[] certificates = store.getCertificateChain(chosen);
      for (Certificate certificate : certificates == null ? new Certificate[0] : certificates) {
        chain.add(certificate.getEncoded());
      }
      try {
        return new Entry(Pkcs8.decode(pkcs8), List.copyOf(chain));
      } finally {
        Arrays.fill(pkcs8, (byte) 0);
      }
    } catch (IOException e) {
      throw e.getCause() instanceof UnrecoverableKeyException
          ? Pbes2.wrongPassword()
          : new Pem.Malformed("it is not PKCS#12 that this Java platform can read");
    } catch (GeneralSecurityException | RuntimeException e) {
      // The cause is dropped: nobody has checked what its message quotes.
      throw new Pem.Malformed("its PKCS#12 entry cannot be read on this Java platform");
    }
  }

  private static String onlyAlias(KeyStore store) throws KeyStoreException, Pem.Malformed {
    List<String> aliases = aliases(store);
    if (aliases.size() != 1) {
      throw new Pem.Malformed(
          "it has " + aliases.size() + " keys, and no alias says which is meant" + named(store));
    }
    return aliases.get(0);
  }

  private static List<String> aliases(KeyStore store) throws KeyStoreException {
    List<String> aliases = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        aliases.add(alias);
      }
    }
    Collections.sort(aliases);
    return aliases;
  }

  private static String named(KeyStore store) throws KeyStoreException {
    return ": " + aliases(store).stream().limit(10).map(Hostile::quote).toList();
  }
}
