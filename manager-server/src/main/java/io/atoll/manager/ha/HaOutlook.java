package io.atoll.manager.ha;

/**
 * What would be left of the room that HA needs.
 *
 * @param watched whether anybody wants to know: HA is on in the cluster
 * @param survivable whether every protected VM would be restarted after the tolerated failures
 * @param hostFailuresToTolerate how many hosts may fail at once by the cluster's settings
 * @param detail the same in a sentence, with the first host and VM concerned
 */
public record HaOutlook(boolean watched, boolean survivable, int hostFailuresToTolerate, String detail) {}
