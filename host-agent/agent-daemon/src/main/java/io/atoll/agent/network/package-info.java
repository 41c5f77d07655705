/**
 * How guests reach the network: one VLAN-aware bridge, one tap a network card, anti-spoofing rules on every tap before it
 * goes up. Only interfaces and rules made here are ever changed or removed; what guests send is dropped or passed, never
 * trusted. MTU in bytes. Start reading at {@link io.atoll.agent.network.HostNetworks}; why one bridge:
 * {@code agent-daemon/docs/0001-one-vlan-aware-bridge.md}.
 */
@NullMarked
package io.atoll.agent.network;

import org.jspecify.annotations.NullMarked;
