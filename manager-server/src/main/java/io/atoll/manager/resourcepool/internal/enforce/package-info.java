/** What hosts are told of the VMs on them, so that shares, limits and reservations have an effect there. */
@NullMarked
package io.atoll.manager.resourcepool.internal.enforce;

import org.jspecify.annotations.NullMarked;
