/** Records what is asked over HTTP, and lists what was recorded. */
@NullMarked
package io.atoll.manager.audit.web;

import org.jspecify.annotations.NullMarked;
