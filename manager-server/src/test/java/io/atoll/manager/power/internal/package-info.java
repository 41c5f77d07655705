/** Tests of the power module's inside. */
@NullMarked
package io.atoll.manager.power.internal;

import org.jspecify.annotations.NullMarked;
