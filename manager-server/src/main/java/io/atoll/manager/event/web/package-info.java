/** The event stream and the history of events over HTTP. */
@NullMarked
package io.atoll.manager.event.web;

import org.jspecify.annotations.NullMarked;
