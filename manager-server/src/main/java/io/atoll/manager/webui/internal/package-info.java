/** The file handler. */
@NullMarked
package io.atoll.manager.webui.internal;

import org.jspecify.annotations.NullMarked;
