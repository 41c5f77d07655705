/** Tests. */
@NullMarked
package io.atoll.manager.alarm.internal.engine;

import org.jspecify.annotations.NullMarked;
