/** Tests of the simulator, and of the protocol in it. */
@NullMarked
package io.atoll.ha.sim;

import org.jspecify.annotations.NullMarked;
