/** Power saving over the API. */
@NullMarked
package io.atoll.manager.dpm.web;

import org.jspecify.annotations.NullMarked;
