/** Tests of what is known of a VM. */
@NullMarked
package io.atoll.manager.vm.internal;

import org.jspecify.annotations.NullMarked;
