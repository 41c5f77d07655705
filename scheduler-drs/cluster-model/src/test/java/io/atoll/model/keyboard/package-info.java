@NullMarked
package io.atoll.model.keyboard;

import org.jspecify.annotations.NullMarked;
