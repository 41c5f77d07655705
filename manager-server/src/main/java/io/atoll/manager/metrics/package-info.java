/**
 * Live samples of hosts and VMs: the newest values in memory, sent to connected clients about every two seconds. Only the
 * leader hears the hosts; the other managers take its newest round over from the database. No history is kept and nothing
 * replayed; a value older than a few samples is not shown as current. Start reading at
 * {@link io.atoll.manager.metrics.LiveSamples}.
 */
@NullMarked
package io.atoll.manager.metrics;

import org.jspecify.annotations.NullMarked;
