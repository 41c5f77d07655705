/** How pools are made and changed, what is checked, and what becomes of it on the hosts. */
@NullMarked
package io.atoll.manager.resourcepool.internal;

import org.jspecify.annotations.NullMarked;
