/**
 * The file {@code spec.json} beside a VM's disks: written by a manager, kept and read by agents, so both sides share how it is
 * put together. Start reading at {@link io.atoll.agent.v1.spec.SpecFiles}.
 */
package io.atoll.agent.v1.spec;
