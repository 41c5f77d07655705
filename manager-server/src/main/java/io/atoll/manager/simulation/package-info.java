/**
 * What-ifs about a cluster: the live cluster as data, changed as somebody supposes, and what the scheduler says of it. Nothing is
 * changed, locked or kept. Start reading at {@code internal.Simulations}; the thinking is in {@code internal.study}.
 */
@NullMarked
package io.atoll.manager.simulation;

import org.jspecify.annotations.NullMarked;
