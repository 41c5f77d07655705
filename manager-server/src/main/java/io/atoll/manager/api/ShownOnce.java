package io.atoll.manager.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The answer holds a secret that nobody gets a second time. It is not kept for its {@code Idempotency-Key}: a repetition
 * has no effect and is answered with IDEMPOTENCY_KEY_SPENT.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ShownOnce {}
