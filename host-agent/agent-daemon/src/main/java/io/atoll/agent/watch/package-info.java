/**
 * The host's news, numbered: what changed in which order, kept for a while so that a subscriber that was away can catch
 * up, and the whole picture for one that was away too long. Memory is bounded whatever guests and subscribers do: a slow
 * subscriber has a position, never a queue. Start reading at {@link io.atoll.agent.watch.UpdateLog}.
 */
@NullMarked
package io.atoll.agent.watch;

import org.jspecify.annotations.NullMarked;
