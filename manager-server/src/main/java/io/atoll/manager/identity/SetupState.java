package io.atoll.manager.identity;

/** Whether the first administrator is still missing. */
public interface SetupState {
    boolean required();
}
