/**
 * When an alarm is up: pure functions of (limits, reading, now) and what was known before. No clock, no I/O. Start reading at
 * {@link io.atoll.manager.alarm.internal.engine.Watched}.
 */
@NullMarked
package io.atoll.manager.alarm.internal.engine;

import org.jspecify.annotations.NullMarked;
