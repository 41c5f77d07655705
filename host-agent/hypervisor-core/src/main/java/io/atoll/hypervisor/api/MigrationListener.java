package io.atoll.hypervisor.api;

/** Hears how a migration goes. */
@FunctionalInterface
public interface MigrationListener {

    /** Nobody wants to know. */
    MigrationListener SILENT = _ -> {};

    void progress(MigrationProgress progress);
}
