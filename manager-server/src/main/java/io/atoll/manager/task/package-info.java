/**
 * Long work as persisted tasks: a task is a list of steps, each step is a repeatable {@code advance} of a
 * {@link io.atoll.manager.task.StepHandler}. Tasks are submitted inside the caller's transaction, run by the leading
 * manager only, survive its death, are undone backwards when a step fails, and lock the objects they change.
 *
 * <p>Never: an agent call inside a database transaction; a write by a manager that no longer leads (every write of the
 * worker carries its leader epoch and fails when a newer one is known). Percentages are whole numbers 0..100, sizes are
 * bytes, times UTC. Start reading at {@link io.atoll.manager.task.Tasks} and {@link io.atoll.manager.task.StepHandler}.
 */
@NullMarked
package io.atoll.manager.task;

import org.jspecify.annotations.NullMarked;
