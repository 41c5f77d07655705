/** Where VMs are placed, and why not. */
@NullMarked
package io.atoll.manager.placement;

import org.jspecify.annotations.NullMarked;
