/** Tests of power control as people see it, and a controller that says whatever a test wants. */
@NullMarked
package io.atoll.manager.power;

import org.jspecify.annotations.NullMarked;
