/** The inventory over HTTP: thin controllers, request records. */
@NullMarked
package io.atoll.manager.inventory.web;

import org.jspecify.annotations.NullMarked;
