/** How the ground is laid: clock, ids, folders. Nothing here is called directly; it is injected by its interfaces. */
@NullMarked
package io.atoll.manager.platform.internal;

import org.jspecify.annotations.NullMarked;
