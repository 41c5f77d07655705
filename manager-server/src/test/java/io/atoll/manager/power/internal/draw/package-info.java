/** Tests of what is known of hosts' draws. */
@NullMarked
package io.atoll.manager.power.internal.draw;

import org.jspecify.annotations.NullMarked;
