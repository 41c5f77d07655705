/** Tests. */
@NullMarked
package io.atoll.manager.alarm.internal.notify;

import org.jspecify.annotations.NullMarked;
