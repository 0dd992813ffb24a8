package org.governance4j;

import java.util.List;
import java.util.Objects;

/**
 * How a component does, for probes and people.
 *
 * @param component what it is, for example {@code ledger}
 * @param status its own status, never better than that of its worst part
 * @param detail one line: what is wrong and since when, or figures
 * @param parts the components it is made of
 */
public record Health(String component, Status status, String detail, List<Health> parts) {

  /** From good to bad. */
  public enum Status {
    /** Does its whole job. */
    UP,
    /** Does its job in part: something is lost, late or switched off, and the detail says what. */
    DEGRADED,
    /** Does not do its job. */
    DOWN
  }

  /** Copies the parts and takes over the status of the worst. */
  public Health {
    Objects.requireNonNull(component, "component");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(detail, "detail");
    parts = List.copyOf(parts);
    for (Health part : parts) {
      if (part.status.compareTo(status) > 0) {
        status = part.status;
      }
    }
  }

  /** The health of a component without parts. */
  public static Health of(String component, Status status, String detail) {
    return new Health(component, status, detail, List.of());
  }
}
