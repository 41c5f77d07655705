/** The order in which hosts go through maintenance, by itself. */
@NullMarked
package io.atoll.manager.maintenance.internal.rolling;

import org.jspecify.annotations.NullMarked;
