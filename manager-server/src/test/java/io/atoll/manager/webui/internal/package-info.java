/** The console's files as a browser gets them. */
@NullMarked
package io.atoll.manager.webui.internal;

import org.jspecify.annotations.NullMarked;
