/** HA over HTTP: thin controllers. */
@NullMarked
package io.atoll.manager.ha.web;

import org.jspecify.annotations.NullMarked;
