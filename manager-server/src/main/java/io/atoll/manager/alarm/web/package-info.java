/** Alarms, their definitions and the channels over HTTP. */
@NullMarked
package io.atoll.manager.alarm.web;

import org.jspecify.annotations.NullMarked;
