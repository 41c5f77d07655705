package io.atoll.manager.identity.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A mutation whose body's {@code password} is hashed before its transaction begins; see {@link PreparedPassword}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface PasswordHashed {}
