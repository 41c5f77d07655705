/** How the metrics module works inside: the store in memory and its sender. */
@NullMarked
package io.atoll.manager.metrics.internal;

import org.jspecify.annotations.NullMarked;
