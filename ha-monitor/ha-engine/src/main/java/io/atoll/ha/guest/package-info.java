/**
 * How a guest fares inside a VM that runs, told from what its agent answers. Start reading at
 * {@link io.atoll.ha.guest.GuestPulse}.
 */
@NullMarked
package io.atoll.ha.guest;

import org.jspecify.annotations.NullMarked;
