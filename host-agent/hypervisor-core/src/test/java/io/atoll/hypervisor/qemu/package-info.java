@NullMarked
package io.atoll.hypervisor.qemu;

import org.jspecify.annotations.NullMarked;
