package org.governance4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The group of {@code governance policy} commands. */
@Command(
    name = "policy",
    description = "Rules that the output of a model must meet.",
    subcommands = {PolicyCheck.class})
@SuppressWarnings("NullAway.Init")
final class PolicyCommand {
  @Mixin Standard standard;
}
