/**
 * What changed, as a stream: an outbox table written in the transaction of the change, read in commit order, and sent to
 * clients as server-sent events that can be resumed. Start reading at {@link io.atoll.manager.event.Events}.
 */
@NullMarked
package io.atoll.manager.event;

import org.jspecify.annotations.NullMarked;
