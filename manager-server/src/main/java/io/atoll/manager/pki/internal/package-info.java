/**
 * The authority's inside: sealed keys, certificate building and request checking with Bouncy Castle, the tables of what was
 * issued and revoked. Private keys leave this package only as this manager's own identities.
 */
@NullMarked
package io.atoll.manager.pki.internal;

import org.jspecify.annotations.NullMarked;
