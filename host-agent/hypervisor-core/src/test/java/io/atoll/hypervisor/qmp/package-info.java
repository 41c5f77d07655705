@NullMarked
package io.atoll.hypervisor.qmp;

import org.jspecify.annotations.NullMarked;
