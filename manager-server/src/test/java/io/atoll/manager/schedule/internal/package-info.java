/** Tests of how schedules are kept. */
@NullMarked
package io.atoll.manager.schedule.internal;

import org.jspecify.annotations.NullMarked;
