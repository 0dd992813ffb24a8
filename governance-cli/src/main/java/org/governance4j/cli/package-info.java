/**
 * The {@code governance} command: one class per subcommand, each of which composes the engines and
 * adds nothing of its own.
 *
 * <p>Data goes to stdout, messages to stderr, one line each. Exit codes: 0 what was asked holds, 1
 * it does not, 2 it could not be found out.
 */
@NullMarked
package org.governance4j.cli;

import org.jspecify.annotations.NullMarked;
