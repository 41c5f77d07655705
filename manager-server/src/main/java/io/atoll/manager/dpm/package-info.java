/**
 * Power saving (DPM): parks hosts that a cluster does not need now, and wakes them before it does. A round a minute on the leading
 * manager reads what is known, asks {@code io.atoll.drs} what to do, and carries it out as tasks: empty a host by module
 * {@code maintenance}, switch it off by module {@code power}, and back. What was begun is in the database before it is done, so
 * another manager goes on where one died. Energy is in watt-hours, measured or reckoned, and said which.
 *
 * <p>Never parks a host that was not woken successfully before, never takes the room that HA and rules need, and never switches
 * a host off that was not proved empty just before. Start reading at {@code internal.round.DpmRounds} and in
 * {@code manager-server/docs/0015-power-saving.md}.
 */
@NullMarked
package io.atoll.manager.dpm;

import org.jspecify.annotations.NullMarked;
