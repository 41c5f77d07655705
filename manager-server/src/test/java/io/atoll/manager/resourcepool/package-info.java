/** Resource pools over HTTP. */
@NullMarked
package io.atoll.manager.resourcepool;

import org.jspecify.annotations.NullMarked;
