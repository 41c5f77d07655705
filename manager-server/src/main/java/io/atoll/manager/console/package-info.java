/**
 * A VM's display and serial line in the browser: one-use tickets, and a WebSocket that carries the bytes between the
 * browser and the host's agent. Never looks into the bytes, never lets a ticket appear in a URL or a log.
 * Start reading at {@code internal.OpenConsoles}.
 */
@NullMarked
package io.atoll.manager.console;

import org.jspecify.annotations.NullMarked;
