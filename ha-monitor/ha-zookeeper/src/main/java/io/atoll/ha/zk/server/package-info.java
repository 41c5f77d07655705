/**
 * ZooKeeper servers of our own, which know the members of the installation: embedded in a manager, or an ensemble on hosts. Start reading at
 * {@link io.atoll.ha.zk.server.EnsembleServer}, then {@link io.atoll.ha.zk.server.MemberAuthentication}.
 */
@NullMarked
package io.atoll.ha.zk.server;

import org.jspecify.annotations.NullMarked;
