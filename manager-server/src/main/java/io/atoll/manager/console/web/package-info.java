/** Tickets over REST, consoles over WebSocket. */
@NullMarked
package io.atoll.manager.console.web;

import org.jspecify.annotations.NullMarked;
