/** The CPU that guests of a cluster see: what its hosts have in common, and what each of them takes away. */
@NullMarked
package io.atoll.manager.inventory.internal.cpu;

import org.jspecify.annotations.NullMarked;
