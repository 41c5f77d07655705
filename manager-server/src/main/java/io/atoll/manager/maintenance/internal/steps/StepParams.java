package io.atoll.manager.maintenance.internal.steps;

import io.atoll.manager.maintenance.internal.book.BringHome;
import java.util.UUID;

/** What the task of a maintenance was asked to do. */
public record StepParams(UUID maintenanceId, BringHome bringHome) {}
