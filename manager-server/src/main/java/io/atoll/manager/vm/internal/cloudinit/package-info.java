/**
 * What a guest's cloud-init reads at its first boot: accounts, keys, the user's own data, static addresses. Every document
 * is built as data and written by a JSON emitter (JSON is valid YAML), so no text of a user can change its structure.
 * Passwords exist here only until they are hashed. Start reading at {@link io.atoll.manager.vm.internal.cloudinit.CloudInitDocuments}.
 */
@NullMarked
package io.atoll.manager.vm.internal.cloudinit;

import org.jspecify.annotations.NullMarked;
