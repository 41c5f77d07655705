/** What keeps decisions about one cluster from happening at the same time. */
@NullMarked
package io.atoll.manager.placement.internal.lock;

import org.jspecify.annotations.NullMarked;
