/** Tests of the embedded database server, with real processes. */
@NullMarked
package io.atoll.manager.platform.internal.postgres;

import org.jspecify.annotations.NullMarked;
