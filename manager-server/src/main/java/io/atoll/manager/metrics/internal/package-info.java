/**
 * How the metrics module works inside. In: {@link io.atoll.manager.metrics.internal.SampleIntake} → meter (rates of totals) → store
 * (live) and collector (buckets of 20 s). By the clock: {@link io.atoll.manager.metrics.internal.HistoryKeeper} → writer, roll-up.
 * Out: {@link io.atoll.manager.metrics.internal.StoredHistory}.
 */
@NullMarked
package io.atoll.manager.metrics.internal;

import org.jspecify.annotations.NullMarked;
