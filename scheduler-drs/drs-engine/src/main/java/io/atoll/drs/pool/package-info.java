/**
 * Resource pools: who is entitled to how much of what a cluster has ({@link io.atoll.drs.pool.ShareTree}), and whether what is
 * reserved together can be kept ({@link io.atoll.drs.pool.Reservations}). Both know amounts only, of whatever unit: the caller
 * asks once for MHz and once for MiB. Start reading at {@link io.atoll.drs.pool.ShareTree}.
 */
@NullMarked
package io.atoll.drs.pool;

import org.jspecify.annotations.NullMarked;
