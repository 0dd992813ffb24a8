package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;

/** Collects where a JSON value does not fit, up to a number of places. One check, one thread. */
final class JsonReport {
  private final int limit;
  private final List<Misfit> misfits = new ArrayList<>();

  /** A keyword that is not met, and where. */
  record Misfit(String pointer, String keyword) {}

  JsonReport(int limit) {
    this.limit = limit;
  }

  boolean full() {
    return misfits.size() >= limit;
  }

  boolean isEmpty() {
    return misfits.isEmpty();
  }

  void add(JsonPlace place, String keyword) {
    if (!full()) {
      misfits.add(new Misfit(place.pointer(), keyword));
    }
  }

  List<Misfit> misfits() {
    return List.copyOf(misfits);
  }
}
