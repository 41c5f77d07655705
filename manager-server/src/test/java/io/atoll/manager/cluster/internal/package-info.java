/** Tests with a real embedded ZooKeeper, a real Postgres and certificates of a real authority. */
@NullMarked
package io.atoll.manager.cluster.internal;

import org.jspecify.annotations.NullMarked;
