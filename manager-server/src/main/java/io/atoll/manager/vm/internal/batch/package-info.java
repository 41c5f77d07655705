/**
 * Many VMs by one request: names from a pattern, one task for the whole and one for each VM, so many at a time and so many starts on
 * a host. Each VM is made like any other, by {@link io.atoll.manager.vm.internal.VmService}. Start reading at
 * {@link io.atoll.manager.vm.internal.batch.VmBatchRequests}, and go on with {@link
 * io.atoll.manager.vm.internal.batch.CreateEachStep}.
 */
@NullMarked
package io.atoll.manager.vm.internal.batch;

import org.jspecify.annotations.NullMarked;
