/** Maintenance over HTTP. */
@NullMarked
package io.atoll.manager.maintenance.web;

import org.jspecify.annotations.NullMarked;
