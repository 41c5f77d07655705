/**
 * What really runs: the hosts' reports in memory, how they are read, and how they correct what is believed of a VM. While a
 * task works on a VM, the task decides; when it ends, and at every report without a task, the reports do. Start reading at
 * {@link io.atoll.manager.vm.internal.sync.Settlement}.
 */
@NullMarked
package io.atoll.manager.vm.internal.sync;

import org.jspecify.annotations.NullMarked;
