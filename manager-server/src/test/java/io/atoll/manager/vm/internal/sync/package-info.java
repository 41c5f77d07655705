/** Tests of what the hosts are believed to run. */
@NullMarked
package io.atoll.manager.vm.internal.sync;

import org.jspecify.annotations.NullMarked;
