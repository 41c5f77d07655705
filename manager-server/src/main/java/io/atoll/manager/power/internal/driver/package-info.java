/**
 * The ways to a host's power, each with its protocol and nothing else: one look, one order. Every call ends in bounded time
 * and every failure says what was tried and what came back. Patience and confirmation are the callers'.
 * Start reading at {@link io.atoll.manager.power.internal.driver.PowerDriver}.
 */
@NullMarked
package io.atoll.manager.power.internal.driver;

import org.jspecify.annotations.NullMarked;
