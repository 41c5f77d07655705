/** The steps of the tasks. Each looks at what is, begins what is next, and can be called again by another manager. Start reading at {@code DrainStep}. */
@NullMarked
package io.atoll.manager.maintenance.internal.steps;

import org.jspecify.annotations.NullMarked;
