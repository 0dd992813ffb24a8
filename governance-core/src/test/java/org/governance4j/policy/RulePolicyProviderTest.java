package org.governance4j.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.governance4j.OutputPolicy;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;
import org.governance4j.tck.ComponentProviderContract;

class RulePolicyProviderTest extends ComponentProviderContract<OutputPolicy> {

  @Override
  protected ComponentProvider<OutputPolicy> provider() {
    return new RulePolicyProvider();
  }

  @Override
  protected Settings settings(Path home) throws IOException {
    byte[] rules = RulePolicy.builder("p").finite("f", "score").build().toJson();
    return Settings.empty().with("file", Files.write(home.resolve("rules.json"), rules).toString());
  }
}
