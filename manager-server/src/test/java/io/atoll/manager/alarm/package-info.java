/** Tests. */
@NullMarked
package io.atoll.manager.alarm;

import org.jspecify.annotations.NullMarked;
