package org.governance4j.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.governance4j.ArtifactSigner;
import org.governance4j.ArtifactSource;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.crypto.hash.HashType;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;
import org.governance4j.tck.ComponentProviderContract;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OmsSignerProviderTest extends ComponentProviderContract<ArtifactSigner> {

  @Override
  protected ComponentProvider<ArtifactSigner> provider() {
    return new OmsSignerProvider();
  }

  @Override
  protected Settings settings(Path home) {
    return Settings.empty().with(KeyHandle.class, Model.key(1));
  }

  @Test
  @Rule("S145")
  void certificates_hash_and_shards_are_settings(@TempDir Path temp) throws Exception {
    Pki.Holder leaf = Pki.leaf(Pki.root("root"), Pki.For.CODE, Pki.FROM, Pki.TO);
    Path pem = Files.write(temp.resolve("leaf.pem"), leaf.pem());
    Settings settings =
        Settings.empty()
            .with(KeyHandle.class, leaf.key())
            .with("certificates", pem.toString())
            .with("hash", "blake3")
            .with("shardSize", "4");
    ArtifactSource model = ArtifactSource.of(Model.create(temp.resolve("m")));
    OmsBundle bundle = Oms.parse(provider().create(settings).sign(model));
    assertTrue(bundle.material() instanceof OmsMaterial.Chain);
    OmsStatement statement = new OmsStatementReader(null, false, 1 << 20).read(bundle.payload());
    assertEquals(HashType.BLAKE3, statement.serialization().hashType());
    assertEquals(4, statement.serialization().shardSize());
    assertThrows(
        IllegalArgumentException.class, () -> provider().create(settings.with("hash", "md5")));
    Settings missing = settings.with("certificates", temp.resolve("none").toString());
    assertThrows(KeyUnavailable.class, () -> provider().create(missing));
  }
}
