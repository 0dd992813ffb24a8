package org.governance4j.benchmarks;

import java.util.Iterator;
import java.util.ServiceLoader;

/**
 * A drift detector of another library, as {@link DetectorUpdate} runs it. Found as a service,
 * because a library that may not be on the class path of every build cannot be named here.
 */
public interface PeerDetector {

  /** Sees no change; for methods that need no peer. */
  PeerDetector NONE =
      new PeerDetector() {
        @Override
        public void start(String detector) {}

        @Override
        public boolean update(double value) {
          return false;
        }
      };

  /** Makes the detector, with the library's usual parameters, that a benchmark calls so. */
  void start(String detector);

  /** Takes a value; whether the detector says that it is a change. */
  boolean update(double value);

  /** The library's detector, or the reason why there is none. */
  static PeerDetector find(String library, String detector) {
    Iterator<PeerDetector> found = ServiceLoader.load(PeerDetector.class).iterator();
    if (!found.hasNext()) {
      throw new IllegalStateException(
          library + " is absent: build the benchmarks with the Maven profile '" + library + "'");
    }
    PeerDetector peer = found.next();
    peer.start(detector);
    return peer;
  }
}
