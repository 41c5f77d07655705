/** What HA of a cluster promises, looked at from inside. */
@NullMarked
package io.atoll.manager.ha.internal;

import org.jspecify.annotations.NullMarked;
