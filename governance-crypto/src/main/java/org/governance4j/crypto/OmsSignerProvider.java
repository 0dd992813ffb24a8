package org.governance4j.crypto;

import java.util.List;
import org.governance4j.ArtifactSigner;
import org.governance4j.KeyHandle;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/**
 * Offers {@link OmsSigner} as the {@link ArtifactSigner} named {@code oms}.
 *
 * <p>The {@link KeyHandle} to sign with is a live object. Settings: {@code certificates}, the path
 * of a PEM file with the key's certificate and those above it, which go into the bundle; {@code
 * hash}, one of {@code sha256}, the default, {@code blake2b} and {@code blake3}; {@code shardSize},
 * the bytes of a shard, by default none. Stateless; safe for any number of threads.
 */
public final class OmsSignerProvider implements ComponentProvider<ArtifactSigner> {

  /** For the service loader. */
  public OmsSignerProvider() {}

  @Override
  public Class<ArtifactSigner> role() {
    return ArtifactSigner.class;
  }

  @Override
  public String name() {
    return "oms";
  }

  @Override
  public ArtifactSigner create(Settings settings) {
    settings.allowOnly(List.of("certificates", "hash", "shardSize"));
    OmsSigner signer =
        new OmsSigner(settings.require(KeyHandle.class))
            .withHash(settings.find("hash").orElse("sha256"));
    if (settings.find("certificates").isPresent()) {
      signer =
          signer.withCertificates(OmsVerifierProvider.pem(settings.requirePath("certificates")));
    }
    long shardSize = settings.integer("shardSize", 0, 0, Long.MAX_VALUE);
    return shardSize == 0 ? signer : signer.withShards(shardSize);
  }
}
