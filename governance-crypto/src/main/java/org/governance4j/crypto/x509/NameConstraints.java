package org.governance4j.crypto.x509;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names that CAs are restricted to (RFC 5280 section 4.2.1.10). */
final class NameConstraints {
  private NameConstraints() {}

  /** Why a path breaks the constraints on it, or null. */
  static @Nullable String fault(List<Certificate> path) {
    for (Certificate ca : path) {
      if (ca.extensions().has(Extensions.NAME_CONSTRAINTS)) {
        return ca + " is restricted to names, which is not supported";
      }
    }
    return null;
  }
}
