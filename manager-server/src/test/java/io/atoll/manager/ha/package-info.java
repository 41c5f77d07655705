/** HA as people see it, against real Postgres and ZooKeeper, with scripted agents. */
@NullMarked
package io.atoll.manager.ha;

import org.jspecify.annotations.NullMarked;
