/**
 * The few calls to the kernel that Java has no words for: files past every cache, locks that die with a process, the clock
 * that goes on during suspend, memory that is never swapped, real-time priority. Nothing here decides anything. Failures are
 * answers (a negative error number), not exceptions, so that a watch loop can use them without allocating. Start reading at
 * {@link io.atoll.ha.os.Posix}.
 */
@NullMarked
package io.atoll.ha.os;

import org.jspecify.annotations.NullMarked;
