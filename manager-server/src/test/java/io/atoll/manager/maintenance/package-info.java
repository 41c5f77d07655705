/** Maintenance over the API, with scripted hosts. */
@NullMarked
package io.atoll.manager.maintenance;

import org.jspecify.annotations.NullMarked;
