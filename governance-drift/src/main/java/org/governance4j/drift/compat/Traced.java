package org.governance4j.drift.compat;

import java.util.Map;

/** A detector whose state can be held against the state the implementation it follows reports. */
interface Traced {

  /** The values after the last update, by the names they have in the reference records. */
  Map<String, Double> trace();
}
