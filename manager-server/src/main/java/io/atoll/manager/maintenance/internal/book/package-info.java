/** What is kept of maintenances: the host's row and one item for each VM. Start reading at {@code MaintenanceStore}. */
@NullMarked
package io.atoll.manager.maintenance.internal.book;

import org.jspecify.annotations.NullMarked;
