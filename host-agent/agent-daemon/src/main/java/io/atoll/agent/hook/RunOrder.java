package io.atoll.agent.hook;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be run.
 *
 * @param command the program's absolute path, and its arguments
 * @param environment all of it; nothing is inherited
 * @param deadlineSeconds after which the program and what it started are killed
 */
record RunOrder(List<String> command, SortedMap<String, String> environment, int deadlineSeconds) {
    RunOrder {
        command = List.copyOf(command);
        environment = new TreeMap<>(environment);
    }
}
