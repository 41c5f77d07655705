/**
 * The embedded ZooKeeper server, the connection to it or to yours, the election, and the fence in Postgres.
 */
@NullMarked
package io.atoll.manager.cluster.internal;

import org.jspecify.annotations.NullMarked;
