/**
 * Hands out the web console's files, which come in a jar of their own below {@code META-INF/resources}. Knows nothing of the
 * API and needs no caller: the files are the same for everybody. Start reading at {@code internal.ConsoleFiles}.
 */
@NullMarked
package io.atoll.manager.webui;

import org.jspecify.annotations.NullMarked;
