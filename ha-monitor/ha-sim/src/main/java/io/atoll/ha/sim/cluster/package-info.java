/**
 * A whole simulated cluster: what it consists of ({@link io.atoll.ha.sim.cluster.ClusterPlan}), its nodes in ZooKeeper, its
 * hosts, pools and links, put together. Start reading at {@link io.atoll.ha.sim.cluster.SimCluster}.
 */
@NullMarked
package io.atoll.ha.sim.cluster;

import org.jspecify.annotations.NullMarked;
