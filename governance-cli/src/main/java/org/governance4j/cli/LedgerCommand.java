package org.governance4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The group of {@code governance ledger} commands. */
@Command(
    name = "ledger",
    description = "A tamper-evident log of decisions in a directory of C2SP tlog-tiles.",
    subcommands = {
      LedgerInit.class,
      LedgerAppend.class,
      LedgerVerify.class,
      LedgerProve.class,
      LedgerLog.class,
      LedgerSearch.class,
      LedgerExportCommand.class,
      LedgerDoctorCommand.class,
      LedgerVkey.class,
      LedgerRotate.class,
      LedgerRollOver.class
    })
@SuppressWarnings("NullAway.Init")
final class LedgerCommand {
  @Mixin Standard standard;
}
