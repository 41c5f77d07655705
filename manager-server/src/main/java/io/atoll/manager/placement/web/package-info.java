/** Rules over HTTP: thin controllers, request records. */
@NullMarked
package io.atoll.manager.placement.web;

import org.jspecify.annotations.NullMarked;
