/** The manager's self-description over HTTP. */
@NullMarked
package io.atoll.manager.system.web;

import org.jspecify.annotations.NullMarked;
