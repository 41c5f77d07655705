/** Agents that lie, flood, stall and pretend, against the manager's side of the link. */
@NullMarked
package io.atoll.manager.agentlink;

import org.jspecify.annotations.NullMarked;
