package org.governance4j.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects findings, and no more of them than anybody reads. One thread.
 *
 * <p>One part of the examination may meet what another has found already, and words it otherwise;
 * {@link #isDamaged} lets it hold its tongue.
 */
final class Findings {
  /** What helps with everything that the ledger itself cannot make again. */
  static final String RESTORE = "restore it from a backup or a mirror";

  private final List<Finding> list = new ArrayList<>();
  private long more;
  private long damages;
  private Finding.Severity worst = Finding.Severity.INFO;

  void add(Finding finding) {
    if (finding.severity().compareTo(worst) > 0) {
      worst = finding.severity();
    }
    if (finding.severity() == Finding.Severity.DAMAGE) {
      damages++;
    }
    if (list.size() < Diagnosis.MAX_FINDINGS) {
      list.add(finding);
    } else {
      more++;
    }
  }

  void damage(String file, Finding.@Nullable Place place, String what, String remedy) {
    add(new Finding(Finding.Severity.DAMAGE, file, place, what, remedy));
  }

  void warn(String file, Finding.@Nullable Place place, String what, String remedy) {
    add(new Finding(Finding.Severity.WARNING, file, place, what, remedy));
  }

  void inform(String file, String what, String remedy) {
    add(new Finding(Finding.Severity.INFO, file, null, what, remedy));
  }

  /** A file that is there and cannot be read. */
  void unreadable(String file, IOException failure) {
    add(
        new Finding(
            Finding.Severity.UNREADABLE,
            file,
            null,
            "cannot be read: " + failure,
            "examine it as a user who may read it; a disk that fails belongs replaced"));
  }

  static Finding.Place offset(long at) {
    return new Finding.Place(Finding.Unit.OFFSET, at);
  }

  static Finding.Place line(long at) {
    return new Finding.Place(Finding.Unit.LINE, at);
  }

  static Finding.Place entry(long at) {
    return new Finding.Place(Finding.Unit.ENTRY, at);
  }

  static Finding.Place hash(long at) {
    return new Finding.Place(Finding.Unit.HASH, at);
  }

  /** Whether a damage of this file is known. */
  boolean isDamaged(String file) {
    return list.stream()
        .anyMatch(f -> f.severity() == Finding.Severity.DAMAGE && f.file().equals(file));
  }

  /** How many findings are damages. */
  long damages() {
    return damages;
  }

  /** Whether a further finding would not be listed. */
  boolean isFull() {
    return list.size() >= Diagnosis.MAX_FINDINGS;
  }

  /** Takes over what another has collected. */
  void addAll(Findings other) {
    other.list.forEach(this::add);
    more += other.more;
  }

  Diagnosis diagnosis(long size, boolean inUse) {
    return new Diagnosis(size, inUse, list, more, worst);
  }
}
