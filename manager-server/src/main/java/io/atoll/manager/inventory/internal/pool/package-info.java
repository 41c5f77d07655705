/** Storage pools: making them known to the hosts, and how full they are. */
@NullMarked
package io.atoll.manager.inventory.internal.pool;

import org.jspecify.annotations.NullMarked;
