package io.atoll.manager.api;

import java.util.List;

/** One object as clients see it: what is wanted, what is observed, and what this caller may do with it now. */
public record ObjectView<S, T>(Metadata metadata, S spec, T status, List<String> allowedActions) {
    public ObjectView {
        allowedActions = List.copyOf(allowedActions);
    }
}
