/** Tests of what stands around every request. */
@NullMarked
package io.atoll.manager.api.internal;

import org.jspecify.annotations.NullMarked;
