/** The description of the API is what the controllers say: {@code openapi.json} is written and compared here. */
@NullMarked
package io.atoll.manager.system;

import org.jspecify.annotations.NullMarked;
