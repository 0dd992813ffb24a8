package org.governance4j.ledger;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * There is no room left to write to: the disk, or what the user may have of it, is full. Of a write
 * that failed so, a part may be in the file.
 */
final class DiskFull extends IOException {
  private static final long serialVersionUID = 1L;

  DiskFull(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
