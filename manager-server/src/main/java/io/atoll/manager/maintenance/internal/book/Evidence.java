package io.atoll.manager.maintenance.internal.book;

import java.time.Instant;

/**
 * One part of the proof that a host may be switched off.
 *
 * @param check stable name: {@code owners}, {@code agent}, {@code inventory}, {@code tasks}, {@code storage}
 * @param holds whether it speaks for switching off
 * @param detail what was found, in a sentence
 */
public record Evidence(String check, boolean holds, String detail, Instant at) {}
