/**
 * The engine behind tasks: {@link io.atoll.manager.task.internal.TaskEngine} decides what is next for one task,
 * {@link io.atoll.manager.task.internal.TaskStore} writes it under the leader's fence,
 * {@link io.atoll.manager.task.internal.TaskWorker} runs many of them on virtual threads while this manager leads.
 * No handler is ever called inside a transaction.
 */
@NullMarked
package io.atoll.manager.task.internal;

import org.jspecify.annotations.NullMarked;
