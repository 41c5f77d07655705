package io.atoll.manager.maintenance.internal.steps;

/** Names of the steps, shown to people. */
public final class StepNames {
    public static final String DRAIN = "maintenance.drain";
    public static final String PROVE = "maintenance.prove-empty";
    public static final String RESTART = "maintenance.restart-stopped";
    public static final String BRING_HOME = "maintenance.bring-home";

    private StepNames() {}
}
