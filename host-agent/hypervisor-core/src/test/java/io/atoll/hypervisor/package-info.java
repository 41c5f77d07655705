@NullMarked
package io.atoll.hypervisor;

import org.jspecify.annotations.NullMarked;
