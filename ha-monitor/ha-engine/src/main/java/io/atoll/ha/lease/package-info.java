/**
 * The lease of a host, from both sides: {@link io.atoll.ha.lease.HolderLease} says on the host whether its VMs may run,
 * {@link io.atoll.ha.lease.ChannelWindow} says elsewhere since when the host is silent. No clock, no I/O: times are nanoseconds
 * of the caller's own clock, and only differences count. Rules and figures: ha-monitor/docs/0001-protocol.md. Start reading at
 * {@link io.atoll.ha.lease.LeaseTiming}.
 */
@NullMarked
package io.atoll.ha.lease;

import org.jspecify.annotations.NullMarked;
