/** The rows of definitions and channels. Entities never leave here: stores hand out records. */
@NullMarked
package io.atoll.manager.alarm.jpa;

import org.jspecify.annotations.NullMarked;
