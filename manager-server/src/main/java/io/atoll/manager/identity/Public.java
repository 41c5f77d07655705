package io.atoll.manager.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A controller method anyone may call. The reason is part of the declaration, so that a reviewer sees it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Public {
    /** Why it is safe to call this without being known. */
    String because();
}
