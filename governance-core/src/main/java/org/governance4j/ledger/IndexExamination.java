package org.governance4j.ledger;

import java.io.IOException;

/** Looks at the index of a ledger: each file by itself, all of its checksums and its order. */
final class IndexExamination {
  private IndexExamination() {}

  static void run(Disk disk, Findings findings) throws IOException {
    for (String name : disk.list(IndexRun.DIRECTORY)) {
      if (IndexRun.isName(name)) {
        run(disk, IndexRun.DIRECTORY + "/" + name, findings);
      }
    }
  }

  private static void run(Disk disk, String path, Findings findings) {
    try {
      IndexRun.Cursor all = IndexRun.open(disk, path).cursor();
      while (all.next() != null) {
        // Reading it is the examination.
      }
    } catch (IndexRun.Damaged e) {
      report(disk, path, e, findings);
    } catch (IOException e) {
      findings.unreadable(path, e);
    }
  }

  private static void report(Disk disk, String path, IndexRun.Damaged why, Findings findings) {
    try {
      // A ledger in use puts runs together.
      if (disk.exists(path)) {
        findings.warn(
            path,
            null,
            "is damaged, and will not be believed: " + why.getMessage(),
            "nothing, or delete it: opening the ledger makes it anew from the entries");
      }
    } catch (IOException e) {
      findings.unreadable(path, e);
    }
  }
}
