/**
 * The power of hosts: reads it, switches it on and off, and says it is done only when the new state was read again, twice.
 * Redfish and IPMI ask the host's management controller; Wake-on-LAN has only the agent's word and never proves that a host
 * is off. What the controller says is not believed where the host itself says otherwise.
 *
 * <p>Never switches a host off under its VMs unless somebody with the right to asks for exactly that, never talks to a
 * controller outside the management networks or one whose certificate nobody vouched for, and never shows a password again.
 * Start reading at {@link io.atoll.manager.power.HostPower} and in {@code manager-server/docs/0009-power.md}.
 */
@NullMarked
package io.atoll.manager.power;

import org.jspecify.annotations.NullMarked;
