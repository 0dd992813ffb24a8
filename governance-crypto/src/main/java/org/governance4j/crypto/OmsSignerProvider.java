package org.governance4j.crypto;

import java.util.List;
import org.governance4j.ArtifactSigner;
import org.governance4j.KeyHandle;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/**
 * Offers {@link OmsSigner} as the {@link ArtifactSigner} named {@code oms}.
 *
 * <p>No settings; the {@link KeyHandle} to sign with is a live object. Stateless; safe for any
 * number of threads.
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
    settings.allowOnly(List.of());
    return new OmsSigner(settings.require(KeyHandle.class));
  }
}
