package io.atoll.ha.facts;

/**
 * A host's fence node. The host's beats are conditional on its version, so raising it ends them.
 *
 * @param raised whether the host was taken over and has not opened its fence since
 * @param version of the node
 */
public record Fence(boolean raised, long version) {}
