package org.governance4j.tck;

import java.util.Set;

/** A fault of a toy implementation; an enum of them begins with the absence of any. */
interface PlantedFault {
  /** The constant's name. */
  String name();

  /** The rules that the fault breaks, all of them. */
  Set<String> breaks();
}
