@NullMarked
package io.atoll.hypervisor.picture;

import org.jspecify.annotations.NullMarked;
