/**
 * The manager's side of the contract with the agents: mutual TLS channels, the leader's watch streams, commands, consoles
 * and image transfer. Checks everything an agent says (identity, sizes, ranges, whose VM it is) before anyone else sees it.
 *
 * <p>Never touches the database and never decides what a report means. Generated messages leave this package only as
 * values already checked. Start reading at {@link io.atoll.manager.agentlink.AgentLink} and
 * {@link io.atoll.manager.agentlink.HostListener}.
 */
@NullMarked
package io.atoll.manager.agentlink;

import org.jspecify.annotations.NullMarked;
