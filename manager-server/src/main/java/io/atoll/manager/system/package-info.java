/**
 * What the manager says about itself: name and version, health, metrics, and the description of its API.
 * Start reading at {@code web.SystemController}.
 */
@NullMarked
package io.atoll.manager.system;

import org.jspecify.annotations.NullMarked;
