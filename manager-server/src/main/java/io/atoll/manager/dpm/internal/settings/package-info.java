/** Settings of power saving: checked, kept, and the times of the week in which hosts may sleep. */
@NullMarked
package io.atoll.manager.dpm.internal.settings;

import org.jspecify.annotations.NullMarked;
