/** Tests of log-ins over HTTPS. */
@NullMarked
package io.atoll.manager.identity;

import org.jspecify.annotations.NullMarked;
