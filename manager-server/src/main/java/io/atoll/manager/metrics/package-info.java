/**
 * What hosts and VMs use: the newest values in memory, sent to connected clients about every two seconds, and the history of
 * charts and schedulers in the database. Only the leader hears the hosts, so it alone writes; the other managers take its newest
 * round over from the database. A value older than a few samples is not shown as current, and what is not known is never zero.
 * Start reading at {@link io.atoll.manager.metrics.LiveSamples} and {@link io.atoll.manager.metrics.SampleHistory}.
 */
@NullMarked
package io.atoll.manager.metrics;

import org.jspecify.annotations.NullMarked;
