/** The books of power saving: which hosts are parked or on their way, what went wrong with them, what is recommended. */
@NullMarked
package io.atoll.manager.dpm.internal.book;

import org.jspecify.annotations.NullMarked;
