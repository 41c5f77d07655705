/** Tests. */
@NullMarked
package io.atoll.manager.alarm.internal.watch;

import org.jspecify.annotations.NullMarked;
