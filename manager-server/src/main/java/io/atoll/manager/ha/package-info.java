/**
 * HA as people see it. The agents find dead hosts, take over their VMs and restart them, without any manager; here is what
 * people want of that (settings of a cluster, intent of a VM), the records in ZooKeeper that carry it to the agents, and the
 * truth about what the agents did: incidents, followed takeovers, alarms.
 *
 * <p>Never restarts a VM, never judges whether a host is dead, and never takes back what the agents decided: where ZooKeeper
 * and the database differ about a VM's owner, ZooKeeper is right. Times are UTC, durations carry their unit. Start reading
 * at {@link io.atoll.manager.ha.HaIntent} and in {@code ha-monitor/docs/0001-protocol.md}.
 */
@NullMarked
package io.atoll.manager.ha;

import org.jspecify.annotations.NullMarked;
