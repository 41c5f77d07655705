@NullMarked
package io.atoll.hypervisor.sim;

import org.jspecify.annotations.NullMarked;
