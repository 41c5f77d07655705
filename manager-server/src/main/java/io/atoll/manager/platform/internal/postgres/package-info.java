/**
 * The database server the manager brings along: real Postgres binaries, unpacked once into the data folder, started as a
 * child process under an unprivileged account, with checksums, fsync and password authentication, on loopback only.
 * Used unless {@code atoll.postgres.url} names a server; several managers need such a server.
 * Start reading at {@link io.atoll.manager.platform.internal.postgres.EmbeddedPostgres}.
 */
@NullMarked
package io.atoll.manager.platform.internal.postgres;

import org.jspecify.annotations.NullMarked;
