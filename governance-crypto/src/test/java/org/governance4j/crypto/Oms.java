package org.governance4j.crypto;

import java.util.List;
import org.governance4j.SignatureBundle;

/** Bundles taken apart, and put together in ways no signer would. */
final class Oms {
  private Oms() {}

  static OmsBundle parse(SignatureBundle bundle) {
    return OmsBundle.parse(bundle.bytes(), SignatureBundle.MAX_BYTES);
  }

  static OmsStatement statement(SignatureBundle bundle) {
    return new OmsStatementReader(null, false, SignatureBundle.MAX_BYTES)
        .read(parse(bundle).payload());
  }

  static OmsBundle bundle(String hint, byte[] payload, byte[] signature) {
    return new OmsBundle(new OmsMaterial.Key(hint, null), payload, signature);
  }

  static SignatureBundle of(String hint, byte[] payload, byte[] signature) {
    return SignatureBundle.of(bundle(hint, payload, signature).write());
  }

  static SignatureBundle signed(SoftwareKey key, byte[] payload) {
    return of("", payload, key.sign(OmsBundle.signedBytes(payload)));
  }

  /** The lines of a claims file. */
  static SignatureBundle lines(List<SignatureBundle> bundles) {
    StringBuilder lines = new StringBuilder();
    for (SignatureBundle bundle : bundles) {
      lines
          .append(new String(bundle.bytes(), java.nio.charset.StandardCharsets.UTF_8))
          .append('\n');
    }
    return SignatureBundle.of(lines.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
