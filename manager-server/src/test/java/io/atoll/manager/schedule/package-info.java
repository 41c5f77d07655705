/** Tests of what happens by the clock. */
@NullMarked
package io.atoll.manager.schedule;

import org.jspecify.annotations.NullMarked;
