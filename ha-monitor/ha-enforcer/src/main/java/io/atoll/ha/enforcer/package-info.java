/**
 * The hand that kills. Two small processes on every host count down from the start of the last renewal that was acknowledged
 * in time; they freeze the cgroup of the highly available VMs when renewals stay away and end it when the lease is over.
 * One of the two also writes the host's slots on the pools. They outlive the agent, watch each other, and depend on nothing
 * that an agent's heap, a manager or a network could stop. The agent talks to them through one file mapped by all three.
 * Rules: {@code ha-monitor/docs/0001-protocol.md}; how the pair works: {@code ha-monitor/docs/0006-enforcers.md}. Start
 * reading at {@link io.atoll.ha.enforcer.EnforcerLink} (the agent's side) and {@code WatchLoop} (the processes' side).
 */
@NullMarked
package io.atoll.ha.enforcer;

import org.jspecify.annotations.NullMarked;
