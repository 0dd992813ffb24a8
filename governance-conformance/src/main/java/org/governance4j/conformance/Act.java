package org.governance4j.conformance;

import java.io.IOException;

/** What a case does: returns if the library accepts, throws if it refuses. */
@FunctionalInterface
interface Act {
  void run() throws IOException;
}
