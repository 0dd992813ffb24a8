package org.governance4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The group of {@code governance drift} commands. */
@Command(
    name = "drift",
    description = "Changes in streams of numbers.",
    subcommands = {DriftCalibrate.class, DriftDetect.class})
@SuppressWarnings("NullAway.Init")
final class DriftCommand {
  @Mixin Standard standard;
}
