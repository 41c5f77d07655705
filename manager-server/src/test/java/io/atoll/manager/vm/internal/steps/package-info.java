/** Tests of the steps of tasks on VMs, and of what they leave on the storage. */
@NullMarked
package io.atoll.manager.vm.internal.steps;

import org.jspecify.annotations.NullMarked;
