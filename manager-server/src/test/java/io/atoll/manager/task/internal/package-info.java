/** Tests of the task engine on a real Postgres. Start reading at {@link io.atoll.manager.task.internal.TaskHarness}. */
@NullMarked
package io.atoll.manager.task.internal;

import org.jspecify.annotations.NullMarked;
