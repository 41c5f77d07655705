/** Log-in, sessions, tokens, users and the setup token. Start reading at {@code Authentication}. */
@NullMarked
package io.atoll.manager.identity.internal;

import org.jspecify.annotations.NullMarked;
