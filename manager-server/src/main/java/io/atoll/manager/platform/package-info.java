/**
 * What the manager stands on: the data folder, the embedded Postgres, the web server's certificate, ids and the clock.
 * Start reading at {@link io.atoll.manager.platform.DataDirectory}.
 */
@NullMarked
package io.atoll.manager.platform;

import org.jspecify.annotations.NullMarked;
