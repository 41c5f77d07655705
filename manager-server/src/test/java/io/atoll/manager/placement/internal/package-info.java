/** Tests of what an operator is told when no host fits. */
@NullMarked
package io.atoll.manager.placement.internal;

import org.jspecify.annotations.NullMarked;
