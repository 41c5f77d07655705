/**
 * The scheduler as a command: reads an instance file, asks the engine, writes the plan. Everything an engine may not do is
 * here: files, the clock, threads. Start reading at {@link io.atoll.drs.lab.DrsLab}.
 */
@NullMarked
package io.atoll.drs.lab;

import org.jspecify.annotations.NullMarked;
