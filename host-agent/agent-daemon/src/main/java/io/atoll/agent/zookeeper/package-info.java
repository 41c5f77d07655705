/**
 * The ZooKeeper server that a host may run beside its agent, in a process of its own, so that agents come and go without it.
 * Start reading at {@link io.atoll.agent.zookeeper.HostZookeeper}.
 */
@NullMarked
package io.atoll.agent.zookeeper;

import org.jspecify.annotations.NullMarked;
