/**
 * What this host is: facts for placement, self-checks with a fix for each failure, and counters read from the kernel.
 * Reads and reports, changes nothing. Memory in MiB, processor time in thousandths of a core. Start reading at
 * {@link io.atoll.agent.host.HostInspector}.
 */
@NullMarked
package io.atoll.agent.host;

import org.jspecify.annotations.NullMarked;
