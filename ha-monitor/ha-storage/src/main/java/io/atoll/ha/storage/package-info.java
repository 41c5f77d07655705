/**
 * The storage channel of high availability: each host's lease as a block on every shared pool, and beside each VM's disks a
 * block that says who may run it. Blocks are written and read past every cache. A pool that hangs costs one thread of this
 * package and nobody's time: {@link io.atoll.ha.storage.PoolChannel} answers whatever the pool does. What a pool holds may
 * have been made by anybody; no link is followed, and a block that does not check says nothing. Decides nothing: that is
 * {@code ha-engine}'s. Layouts: {@code ha-monitor/docs/0004-storage-channel.md}. Start reading at
 * {@link io.atoll.ha.storage.PoolChannel}.
 */
@NullMarked
package io.atoll.ha.storage;

import org.jspecify.annotations.NullMarked;
