/** Tests of the sample store and how managers share it. */
@NullMarked
package io.atoll.manager.metrics.internal;

import org.jspecify.annotations.NullMarked;
