/** The pure parts of maintenance, by themselves. */
@NullMarked
package io.atoll.manager.maintenance.internal.plan;

import org.jspecify.annotations.NullMarked;
