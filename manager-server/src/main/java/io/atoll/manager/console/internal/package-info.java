/** Tickets, and the consoles that are open on this manager. */
@NullMarked
package io.atoll.manager.console.internal;

import org.jspecify.annotations.NullMarked;
