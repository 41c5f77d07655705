/**
 * What must be known while the manager and Postgres are down, kept in ZooKeeper: which hosts and managers are there, who
 * owns which VM under which epoch, and which manager leads. Used by the manager and by the agents.
 *
 * <p>Outcomes: every change is a compare-and-set and may be repeated with the same arguments. A
 * {@link io.atoll.ha.zk.ZookeeperUnavailableException} means that the outcome is <em>unknown</em>, never that nothing
 * happened: repeat the call or read again. An expected "no" is a value. Epochs only grow. No decision is made here and no
 * clock is read; ephemeral nodes are hints, never proof of death. Start reading at
 * {@link io.atoll.ha.zk.ZookeeperConnection}, then {@link io.atoll.ha.zk.OwnerRegistry}.
 */
@NullMarked
package io.atoll.ha.zk;

import org.jspecify.annotations.NullMarked;
