package io.atoll.manager.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A mutation that is not wrapped in one transaction, because it waits for something. It offers no {@code Idempotency-Key}
 * and no {@code dryRun} of its own accord, and what it changes it changes in transactions of its own.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OutsideTransaction {
    /** What it waits for. */
    String because();
}
