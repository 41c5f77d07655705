/** The rules about who waits for whom. */
@NullMarked
package io.atoll.manager.vm.internal.ha;

import org.jspecify.annotations.NullMarked;
