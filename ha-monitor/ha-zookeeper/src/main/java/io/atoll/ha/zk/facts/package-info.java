/**
 * What HA knows beside leases and owners: what hosts are capable of, how VMs are protected and how they fare, a cluster's
 * settings, evidence of dead hosts, and what HA did about them. Who writes what is in
 * {@code ha-monitor/docs/0001-protocol.md}. Start reading at {@link io.atoll.ha.zk.facts.Protection}.
 */
@NullMarked
package io.atoll.ha.zk.facts;

import org.jspecify.annotations.NullMarked;
