/**
 * Resource pools: a tree of shares of a cluster's processing power and memory. What is reserved is checked before it is promised
 * (a pool is made or changed, a VM joins one or starts); who is entitled to how much is computed anew at each look; the hosts are
 * told by weights and limits of cgroups, where they have them, and where not it is said. Processing power is counted in MHz (a core
 * counts as 1000), memory in MiB.
 *
 * <p>Never moves or stops a VM, never keeps HA from restarting one. Start reading at
 * {@link io.atoll.manager.resourcepool.PoolAdmission} and in {@code manager-server/docs/0014-resource-pools.md}.
 */
@NullMarked
package io.atoll.manager.resourcepool;

import org.jspecify.annotations.NullMarked;
