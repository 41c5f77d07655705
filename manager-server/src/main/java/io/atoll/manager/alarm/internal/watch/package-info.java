/**
 * Alarms from the facts to the list: the leader reads what is ({@code Facts}), decides ({@code AlarmRound}, pure) and writes
 * ({@code AlarmBook}). Start reading at {@code AlarmRound}.
 */
@NullMarked
package io.atoll.manager.alarm.internal.watch;

import org.jspecify.annotations.NullMarked;
