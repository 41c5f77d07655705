/**
 * How a host that lives is asked to end VMs, and when it obeys. Used on the host, not in the engine's step. Start reading at
 * {@link io.atoll.ha.order.OrderWatch}.
 */
@NullMarked
package io.atoll.ha.order;

import org.jspecify.annotations.NullMarked;
