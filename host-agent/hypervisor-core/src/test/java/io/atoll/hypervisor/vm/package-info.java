@NullMarked
package io.atoll.hypervisor.vm;

import org.jspecify.annotations.NullMarked;
