/** How the VM module works inside: records, rules, changes. Start reading at {@link io.atoll.manager.vm.internal.VmRecord}. */
@NullMarked
package io.atoll.manager.vm.internal;

import org.jspecify.annotations.NullMarked;
