/**
 * The cluster as the scheduler sees it: hosts, VMs, rules and limits at one moment, with amounts in their units. Immutable,
 * sorted by id and compared by value, so equal snapshots give equal plans. No I/O, no clock. Processing power is counted in
 * MHz (decimals allowed), memory in MiB. Start reading at {@link io.atoll.model.cluster.Cluster}.
 */
@NullMarked
package io.atoll.model.cluster;

import org.jspecify.annotations.NullMarked;
