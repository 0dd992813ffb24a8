package org.governance4j.guard;

import org.governance4j.OutputPolicy;

/** Where a {@link Guard} finds the policy that is to be in force: a file, a registry, a server. */
@FunctionalInterface
public interface PolicySource {

  /**
   * Looks for the policy that is to be in force now. Called by one thread at a time, never by a
   * serving one; may block.
   *
   * @return the policy; one of the revision in force changes nothing
   * @throws Exception if it cannot be had: the policy in force stays, and grows older
   */
  OutputPolicy latest() throws Exception;
}
