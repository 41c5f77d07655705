/** The outbox table, its tail, and the hub that hands events to open streams. */
@NullMarked
package io.atoll.manager.event.internal;

import org.jspecify.annotations.NullMarked;
