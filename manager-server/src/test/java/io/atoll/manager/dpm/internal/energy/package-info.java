/** Tests of the package of the same name. */
@NullMarked
package io.atoll.manager.dpm.internal.energy;

import org.jspecify.annotations.NullMarked;
