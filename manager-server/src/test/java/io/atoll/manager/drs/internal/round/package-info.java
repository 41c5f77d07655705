/** Tests of the package of the same name. */
@NullMarked
package io.atoll.manager.drs.internal.round;

import org.jspecify.annotations.NullMarked;
