/** How the HA module works inside. Nothing outside the module may use it. */
@NullMarked
package io.atoll.manager.ha.internal;

import org.jspecify.annotations.NullMarked;
