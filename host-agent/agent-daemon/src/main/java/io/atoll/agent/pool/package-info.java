/**
 * The pools this host is attached to, remembered across restarts. A pool whose storage is away stays attached and is
 * shown as not reachable; nothing here waits for storage on behalf of somebody who does not use that pool. Start reading
 * at {@link io.atoll.agent.pool.AttachedPools}.
 */
@NullMarked
package io.atoll.agent.pool;

import org.jspecify.annotations.NullMarked;
