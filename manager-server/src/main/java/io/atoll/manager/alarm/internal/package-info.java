/** How alarms work inside, by concern; {@code engine} is pure. */
@NullMarked
package io.atoll.manager.alarm.internal;

import org.jspecify.annotations.NullMarked;
