/** The rows of resource pools. */
@NullMarked
package io.atoll.manager.resourcepool.jpa;

import org.jspecify.annotations.NullMarked;
