/** Consoles over real WebSockets to scripted agents. */
@NullMarked
package io.atoll.manager.console;

import org.jspecify.annotations.NullMarked;
