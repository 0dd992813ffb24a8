package org.governance4j.conformance;

/** Knows the layout of a suite's folder and what its cases demand. */
interface Suite {

  /** Brings every file of the folder to account: in cases, or as skipped. */
  void run(Folder folder, Cases cases);
}
