/**
 * A host's lease in ZooKeeper: the beat that renews it, the fence that ends it, and the one transaction that takes the
 * host's VMs away. See {@code ha-monitor/docs/0001-protocol.md}. Nothing here repeats a request by itself, and nothing
 * decides when a host is dead. Start reading at {@link io.atoll.ha.zk.lease.BeatChannel}, then
 * {@link io.atoll.ha.zk.lease.Takeovers}.
 */
@NullMarked
package io.atoll.ha.zk.lease;

import org.jspecify.annotations.NullMarked;
