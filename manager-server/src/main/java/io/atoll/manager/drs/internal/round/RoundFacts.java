package io.atoll.manager.drs.internal.round;

import io.atoll.drs.loop.BalancePast;
import io.atoll.manager.vm.MigrationPauses;
import io.atoll.model.cluster.Cluster;

/**
 * What a round is decided from.
 *
 * @param model VMs that cannot be moved now are not migratable; those that were sampled carry the last five minutes
 * @param vmsWithoutSamples VMs that could move, with too few samples: counted by their newest, or as asking for all that their vCPUs can use
 */
record RoundFacts(Cluster model, BalancePast past, MigrationPauses.Expected pauses, int vmsWithoutSamples) {}
