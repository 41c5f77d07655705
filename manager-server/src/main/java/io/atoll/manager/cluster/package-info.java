/**
 * Several managers as one: the embedded or external ZooKeeper, who leads, under which epoch, and which managers are there.
 * The leader's epoch is raised in ZooKeeper and written to Postgres, where every write of a leader's worker checks it.
 *
 * <p>Never decides anything about VMs or hosts. Start reading at {@link io.atoll.manager.cluster.Leadership}.
 */
@NullMarked
package io.atoll.manager.cluster;

import org.jspecify.annotations.NullMarked;
