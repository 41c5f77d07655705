/** Networks: their shape, their addresses, and carrying them to the hosts. */
@NullMarked
package io.atoll.manager.inventory.internal.network;

import org.jspecify.annotations.NullMarked;
