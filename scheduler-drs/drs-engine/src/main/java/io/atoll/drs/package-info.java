/**
 * Decides where VMs go. Pure functions of a snapshot: no clock, no random numbers, no I/O, no framework; equal snapshots give
 * equal answers, and every answer explains itself with the figures behind it. Memory is counted in MiB, CPU in vCPUs and in
 * thousandths of a core. Start reading at {@link io.atoll.drs.DrsEngine}.
 */
@NullMarked
package io.atoll.drs;

import org.jspecify.annotations.NullMarked;
