/** Requests about maintenance, what is shown of it, and what the end of its tasks means. Start reading at {@code MaintenanceRequests}. */
@NullMarked
package io.atoll.manager.maintenance.internal;

import org.jspecify.annotations.NullMarked;
