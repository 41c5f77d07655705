/** Alarm definitions: what may be watched, the conditions people write, and those a new installation has. */
@NullMarked
package io.atoll.manager.alarm.internal.definition;

import org.jspecify.annotations.NullMarked;
