/** What hosts are told of their VMs. */
@NullMarked
package io.atoll.manager.resourcepool.internal.enforce;

import org.jspecify.annotations.NullMarked;
