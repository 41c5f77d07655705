/** How the placement module works inside: snapshots for the scheduler, and promises in Postgres. */
@NullMarked
package io.atoll.manager.placement.internal;

import org.jspecify.annotations.NullMarked;
