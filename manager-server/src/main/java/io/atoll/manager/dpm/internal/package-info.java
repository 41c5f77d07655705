/** What people want of power saving, what they see of it and decide about it. */
@NullMarked
package io.atoll.manager.dpm.internal;

import org.jspecify.annotations.NullMarked;
