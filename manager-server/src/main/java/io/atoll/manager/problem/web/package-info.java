/**
 * Turns everything that can go wrong with a request into a problem document: refusals, framework exceptions, failures of
 * filters, and what the web server itself refuses. Start reading at {@link io.atoll.manager.problem.web.ProblemAdvice}.
 */
@NullMarked
package io.atoll.manager.problem.web;

import org.jspecify.annotations.NullMarked;
