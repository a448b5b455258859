/**
 * The command line: commands, exit codes, progress bars, tables.
 *
 * <p>{@link dev.tidewheel.cli.Tidewheel} is the root and lists the commands. A command says what
 * went wrong by a {@link dev.tidewheel.cli.Failure}; nobody else knows about exit codes. Nothing
 * imports this package.
 *
 * <p>Threads: commands run on the main thread; a {@link dev.tidewheel.cli.ProgressBar} may be moved
 * by any.
 */
@NullMarked
package dev.tidewheel.cli;

import org.jspecify.annotations.NullMarked;
