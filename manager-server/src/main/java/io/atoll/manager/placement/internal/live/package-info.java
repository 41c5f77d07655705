/** The scheduler's snapshot of a cluster from the inventory, the VMs and the newest samples. */
@NullMarked
package io.atoll.manager.placement.internal.live;

import org.jspecify.annotations.NullMarked;
