/**
 * Runs the test suites of others against this library: the same code for JUnit and for the command
 * line, over any folder of a suite's layout.
 */
@NullMarked
package org.governance4j.conformance;

import org.jspecify.annotations.NullMarked;
