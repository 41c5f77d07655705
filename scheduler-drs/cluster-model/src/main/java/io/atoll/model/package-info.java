/**
 * The cluster as data: ids, amounts with units, immutable snapshots. No I/O, no clock, no framework.
 * Memory is counted in MiB, CPU in thousandths of a core. Equal snapshots must lead every engine to the
 * same decision; simulations and golden tests rely on it. Start reading at {@link io.atoll.model.ClusterSnapshot}.
 */
@NullMarked
package io.atoll.model;

import org.jspecify.annotations.NullMarked;
