/**
 * Who is told of alarms: channels, the persisted queue of what they are told, and the delivery by webhook and mail, from the
 * leader and outside any transaction. At least once: a receiver may hear the same id twice. Secrets are sealed in the
 * database and in no answer, event or log. Start reading at {@link io.atoll.manager.alarm.internal.notify.NotificationQueue}.
 */
@NullMarked
package io.atoll.manager.alarm.internal.notify;

import org.jspecify.annotations.NullMarked;
