/** Tests of the package of the same name. */
@NullMarked
package io.atoll.manager.dpm.internal.settings;

import org.jspecify.annotations.NullMarked;
