/**
 * The conventions every REST resource follows. What a controller gets for free, and what it has to do:
 *
 * <ul>
 *   <li>Parameters it may ask for: {@link io.atoll.manager.api.PageRequest} (limit, cursor, filter, sort),
 *       {@link io.atoll.manager.api.DryRunRequest}, and {@code identity.Caller}.
 *   <li>Lists are made by {@link io.atoll.manager.api.list.ListQuery} from a whitelist of fields.
 *   <li>An {@link io.atoll.manager.api.ObjectView} answered from a GET, POST or PATCH gets its {@code ETag};
 *       {@code ?fields=} is applied to views and pages.
 *   <li>Every mutation (POST, PUT, PATCH, DELETE) runs in <em>one</em> database transaction opened around the controller
 *       method; services join it. Its effect, events, tasks, audit row and stored answer for {@code Idempotency-Key} become
 *       true together, and nothing reaches the client before the commit. {@code ?dryRun=true} runs the same code and rolls
 *       back: the answer becomes the plan, a refusal because of the state of things becomes a violation. A method that knows a better plan takes a
 *       {@code DryRunRequest} and answers a {@link io.atoll.manager.api.DryRun} itself.
 *   <li>A method that must not run in a transaction (it waits, receives an upload) says
 *       {@link io.atoll.manager.api.OutsideTransaction}. Slow work on the body alone, as hashing a password is, is done by a
 *       {@link io.atoll.manager.api.BeforeTransaction}.
 *   <li>{@code ?wait=30s} is the task module's {@code TaskAnswers}, which waits after the commit by way of a
 *       {@link io.atoll.manager.api.LaterAnswer}.
 *   <li>PATCH and DELETE check the header {@code If-Match} with {@link io.atoll.manager.api.IfMatch#require}.
 *   <li>An answer with a secret that is shown only once is marked {@link io.atoll.manager.api.ShownOnce}.
 * </ul>
 *
 * <p>Bodies are strict JSON: unknown or repeated properties, wrong types, deep nesting, more than 1 MiB are refused before
 * a controller sees them. Inputs are checked with {@link io.atoll.manager.api.InputCheck}.
 */
@ApplicationModule(type = ApplicationModule.Type.OPEN)
@NullMarked
package io.atoll.manager.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
