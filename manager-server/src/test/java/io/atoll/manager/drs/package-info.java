/** Balancing over the API, with scripted hosts. */
@NullMarked
package io.atoll.manager.drs;

import org.jspecify.annotations.NullMarked;
