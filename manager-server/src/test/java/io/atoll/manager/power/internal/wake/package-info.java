/** Tests of what is known of hosts' wakes. */
@NullMarked
package io.atoll.manager.power.internal.wake;

import org.jspecify.annotations.NullMarked;
