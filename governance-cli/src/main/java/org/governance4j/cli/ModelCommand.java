package org.governance4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The group of {@code governance model} commands. */
@Command(
    name = "model",
    description = "Signatures over model files and folders (OpenSSF Model Signing).",
    subcommands = {ModelKeygen.class, ModelSign.class, ModelVerify.class})
@SuppressWarnings("NullAway.Init")
final class ModelCommand {
  @Mixin Standard standard;
}
