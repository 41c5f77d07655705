/** Alarms as clients, events and channels see them. */
@NullMarked
package io.atoll.manager.alarm.internal.view;

import org.jspecify.annotations.NullMarked;
