/** How the inventory module works inside. Nothing outside the module may use it. */
@NullMarked
package io.atoll.manager.inventory.internal;

import org.jspecify.annotations.NullMarked;
