/** Tests of the package of the same name. */
@NullMarked
package io.atoll.manager.dpm.internal.book;

import org.jspecify.annotations.NullMarked;
