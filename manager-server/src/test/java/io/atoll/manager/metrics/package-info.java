/** Tests of the metrics module from outside. */
@NullMarked
package io.atoll.manager.metrics;

import org.jspecify.annotations.NullMarked;
