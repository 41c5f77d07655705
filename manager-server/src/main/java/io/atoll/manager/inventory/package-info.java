/**
 * What a datacenter consists of: clusters, hosts, networks, storage pools, images. What people want of them is kept here
 * and carried to the hosts; what the hosts report is kept beside it. Memory is in MiB, files in bytes, times in UTC.
 *
 * <p>Never decides where a VM runs and knows nothing of VMs beyond {@link io.atoll.manager.inventory.VmCensus}. Start
 * reading at {@link io.atoll.manager.inventory.Inventory}.
 */
@NullMarked
package io.atoll.manager.inventory;

import org.jspecify.annotations.NullMarked;
