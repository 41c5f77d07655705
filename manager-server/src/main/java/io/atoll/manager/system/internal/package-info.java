/** Health. */
@NullMarked
package io.atoll.manager.system.internal;

import org.jspecify.annotations.NullMarked;
