/** The pure parts of maintenance, by themselves. */
@NullMarked
package io.atoll.manager.maintenance.internal.steps;

import org.jspecify.annotations.NullMarked;
