/** Tests of the drivers against controllers that lie, stall and babble. */
@NullMarked
package io.atoll.manager.power.internal.driver;

import org.jspecify.annotations.NullMarked;
