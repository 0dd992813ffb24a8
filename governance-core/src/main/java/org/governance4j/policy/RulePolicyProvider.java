package org.governance4j.policy;

import java.util.List;
import org.governance4j.OutputPolicy;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/**
 * Offers {@link RulePolicy} under the name {@code rules}. Its one setting is {@code file}, the path
 * of the rule file.
 */
public final class RulePolicyProvider implements ComponentProvider<OutputPolicy> {

  /** For the service loader. */
  public RulePolicyProvider() {}

  @Override
  public Class<OutputPolicy> role() {
    return OutputPolicy.class;
  }

  @Override
  public String name() {
    return "rules";
  }

  @Override
  public OutputPolicy create(Settings settings) {
    settings.allowOnly(List.of("file"));
    return RulePolicy.read(settings.requirePath("file"));
  }
}
