import org.jspecify.annotations.NullMarked;

/**
 * Keys, signature bundles over models (OMS, Sigstore, DSSE, cosign) and their verification, offline
 * and while a model is loaded.
 */
@NullMarked
module org.governance4j.crypto {
  requires transitive org.governance4j.api;
  requires org.governance4j.json;
  requires org.bouncycastle.provider;
  requires static org.jspecify;

  exports org.governance4j.crypto;

  provides org.governance4j.spi.ComponentProvider with
      org.governance4j.crypto.Ed25519FileProvider,
      org.governance4j.crypto.OmsSignerProvider,
      org.governance4j.crypto.OmsVerifierProvider;
}
