/**
 * Maintenance mode: empties hosts, proves that they may be switched off, and takes them back into use. A plan comes first (every
 * VM, where to, how long, what cannot move and why); the drain asks the scheduler anew at every look, so it meets what changes
 * meanwhile; a host that cannot be emptied waits for people and says what for. Bytes are bytes, memory is MiB, times are UTC.
 *
 * <p>Never moves a VM itself (each move is a task of module {@code vm}), never gives up a maintenance because one VM cannot move,
 * and never calls a host safe that its agent, ZooKeeper or the database do not all call empty. Start reading at
 * {@link io.atoll.manager.maintenance.MaintenanceState} and in {@code manager-server/docs/0012-maintenance.md}.
 */
@NullMarked
package io.atoll.manager.maintenance;

import org.jspecify.annotations.NullMarked;
