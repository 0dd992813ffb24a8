package org.governance4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The group of {@code governance policy} commands. */
@Command(
    name = "policy",
    description = "Rules that the output of a model must meet.",
    footer = {
      PolicyExample.FILES,
      "governance policy check --schema schema.json --policy policy.json \\",
      "  < predictions.jsonl",
      PolicyExample.SCHEMAS
    },
    subcommands = {PolicyCheck.class, PolicyTestRun.class, PolicyExplain.class, PolicyBench.class})
@SuppressWarnings("NullAway.Init")
final class PolicyCommand {
  @Mixin Standard standard;
}
