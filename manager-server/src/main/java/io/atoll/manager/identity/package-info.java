/**
 * Who may do what: users, roles, sessions, API tokens, the one-time setup token. Denies by default: a controller method
 * without {@link io.atoll.manager.identity.RequiresPermission} or {@link io.atoll.manager.identity.Public} is never reached.
 * Passwords are stored as slow hashes, tokens and session ids as SHA-256. Start reading at
 * {@link io.atoll.manager.identity.Caller}.
 */
@NullMarked
package io.atoll.manager.identity;

import org.jspecify.annotations.NullMarked;
