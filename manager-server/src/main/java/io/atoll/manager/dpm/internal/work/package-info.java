/** Parks hosts and wakes them, step by step. Start reading at {@link io.atoll.manager.dpm.internal.work.DpmTasks}. */
@NullMarked
package io.atoll.manager.dpm.internal.work;

import org.jspecify.annotations.NullMarked;
