/**
 * High availability on this host: it renews the host's lease, watches everybody else's, and, while it is HA leader, takes the
 * VMs of hosts that are proven dead. The rules are in {@code io.atoll.ha.engine}, which is pure; here they meet ZooKeeper,
 * pools, enforcers and QEMU. Protocol: {@code ha-monitor/docs/0001-protocol.md}. Start reading at
 * {@link io.atoll.agent.ha.HaAgent}.
 */
@NullMarked
package io.atoll.agent.ha;

import org.jspecify.annotations.NullMarked;
