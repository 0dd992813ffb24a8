package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Makes files on one thread: several are written, then these are forced, then renamed. */
final class NewFilesInTurn implements NewFiles {
  /** How many files are open at once. */
  private static final int TOGETHER = 64;

  private final Disk disk;
  private final List<Disk.Output> open = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  NewFilesInTurn(Disk disk) {
    this.disk = disk;
  }

  @Override
  public void add(String name, byte[] content) throws IOException {
    if (open.size() == TOGETHER) {
      finish();
    }
    try {
      Disk.Output file = disk.create(NewFiles.temporary(open.size()), Disk.Access.PUBLIC);
      open.add(file);
      names.add(name);
      file.write(ByteBuffer.wrap(content));
    } catch (IOException | RuntimeException e) {
      abandon(e);
      throw e;
    }
  }

  @Override
  public void finish() throws IOException {
    try {
      for (Disk.Output file : open) {
        file.force();
      }
      for (int i = 0; i < open.size(); i++) {
        open.get(i).close();
        disk.rename(NewFiles.temporary(i), names.get(i));
      }
    } catch (IOException | RuntimeException e) {
      abandon(e);
      throw e;
    }
    open.clear();
    names.clear();
  }

  private void abandon(Exception failure) {
    open.forEach(file -> LedgerLog.closeAfter(failure, file));
    open.clear();
    names.clear();
  }
}
