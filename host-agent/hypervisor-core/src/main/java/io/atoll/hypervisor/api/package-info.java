/**
 * What a host agent asks of a hypervisor, and nothing about how it is done: typed definitions and results, one
 * interface. The library runs virtual machines; it decides neither where they run nor whether they may (owner, epoch and
 * lease are the caller's business; the epoch is only kept and reported). It touches no network set-up and creates no
 * disks: taps and disk files exist before a VM is started.
 *
 * <p>Memory in {@link io.atoll.model.Mebibytes}, sizes in bytes, times as {@link java.time.Duration} and
 * {@link java.time.Instant}. Start reading at {@link io.atoll.hypervisor.api.Hypervisor}.
 */
@NullMarked
package io.atoll.hypervisor.api;

import org.jspecify.annotations.NullMarked;
