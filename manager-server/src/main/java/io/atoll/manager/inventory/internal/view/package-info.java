/** Objects of the inventory as clients see them, read with one query for a page. */
@NullMarked
package io.atoll.manager.inventory.internal.view;

import org.jspecify.annotations.NullMarked;
