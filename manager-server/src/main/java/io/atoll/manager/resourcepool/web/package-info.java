/** Resource pools over HTTP. */
@NullMarked
package io.atoll.manager.resourcepool.web;

import org.jspecify.annotations.NullMarked;
