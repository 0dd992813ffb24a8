package org.governance4j.ledger;

import java.io.IOException;
import java.io.InterruptedIOException;

/** How an operation on the disk fails. */
enum Fault {
  /** The device does not answer; nothing was done. */
  EIO,
  /** The device failed in the midst of it: half was written, or the name was changed after all. */
  HALF,
  /** The disk is full. */
  ENOSPC,
  /** The disk is full, and a part of the bytes found room. */
  ENOSPC_HALF,
  /** The user may not have more. */
  EDQUOT,
  /** Somebody interrupted it. */
  EINTR;

  /** Fails an operation. */
  void strike(PowerDisk.Kind kind, String name) throws IOException {
    String what = "injected " + this + ": " + kind + " " + name;
    boolean takesRoom =
        kind == PowerDisk.Kind.WRITE || kind == PowerDisk.Kind.OPEN || kind == PowerDisk.Kind.MKDIR;
    switch (this) {
      case HALF -> throw new PowerDisk.Partly(what, null);
      case EINTR -> throw new InterruptedIOException(what);
      case ENOSPC, EDQUOT, ENOSPC_HALF -> {
        IOException full =
            takesRoom ? new DiskFull(what, null) : new IOException("No space left on device");
        if (this == ENOSPC_HALF && kind == PowerDisk.Kind.WRITE) {
          throw new PowerDisk.Partly(what, full);
        }
        throw full;
      }
      default -> throw new IOException(what);
    }
  }
}
