/**
 * Decides where VMs run: turns the inventory, the promises made so far and the live samples into a snapshot, asks the
 * scheduler, and keeps a promise (reservation) until the VM runs. Decisions of one cluster are made one after the other, so
 * that two starts at once cannot both take the last room. Start reading at {@link io.atoll.manager.placement.Placements}.
 */
@NullMarked
package io.atoll.manager.placement;

import org.jspecify.annotations.NullMarked;
