/**
 * The arrays behind the scheduler: a cluster as plain numbers, a placement with running sums, the searches over it, and the order in which a new placement is reached. Hosts
 * and units are indices here; amounts are doubles (MHz, MiB), exact far beyond any real cluster and without overflow. A unit is
 * what moves as one: a VM, or VMs that a rule keeps together. Nothing here reads a clock or a random source; a search is given
 * a seed and a {@link io.atoll.drs.core.Effort}. Start reading at {@link io.atoll.drs.core.CompactCluster}.
 */
@NullMarked
package io.atoll.drs.core;

import org.jspecify.annotations.NullMarked;
