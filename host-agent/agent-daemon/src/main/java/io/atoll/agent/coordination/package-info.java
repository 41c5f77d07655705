/**
 * This host in ZooKeeper: shows that its agent lives, and reads who owns which VM. Never waits for ZooKeeper on behalf of
 * anything but the question it was asked. Start reading at {@link io.atoll.agent.coordination.Coordination}.
 */
@NullMarked
package io.atoll.agent.coordination;

import org.jspecify.annotations.NullMarked;
