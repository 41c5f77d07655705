package io.atoll.manager.vm.internal.cloudinit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a VM's cloud-init is told, as it is kept: checked, and with hashes where passwords were.
 *
 * @param userData the user's own user data, complete; none where {@code null}
 */
public record CloudInitSettings(
        String hostname, List<GuestUser> users, @Nullable String userData) {
    public CloudInitSettings {
        users = List.copyOf(users);
    }

    /** The same for a guest of another name. */
    public CloudInitSettings named(String otherHostname) {
        return new CloudInitSettings(otherHostname, users, userData);
    }

    /** An account in the guest. {@code passwordHash} is for crypt(3); without one the account has no password. */
    public record GuestUser(
            String name, List<String> sshKeys, @Nullable String passwordHash) {
        public GuestUser {
            sshKeys = List.copyOf(sshKeys);
        }
    }
}
