/** Tests of the conventions over HTTPS. */
@NullMarked
package io.atoll.manager.api;

import org.jspecify.annotations.NullMarked;
