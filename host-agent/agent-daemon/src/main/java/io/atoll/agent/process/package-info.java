/**
 * Running other programs: an argument list in, exit code and bounded output back, always within a time limit. Never a
 * shell, never a command line as one string. Start reading at {@link io.atoll.agent.process.CommandRunner}.
 */
@NullMarked
package io.atoll.agent.process;

import org.jspecify.annotations.NullMarked;
