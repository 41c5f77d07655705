package io.atoll.manager.vm.internal.cloudinit;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.vm.internal.cloudinit.CloudInitSettings.GuestUser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client may say of a guest's first boot. */
public record CloudInitDraft(
        @Nullable String hostname,
        @Nullable List<@Nullable UserDraft> users,
        @Nullable String userData) {
    private static final int MOST_USER_DATA_BYTES = 64 << 10;
    private static final int MOST_USERS = 16;
    private static final int MOST_KEYS = 16;
    private static final int MOST_PASSWORD_CHARS = 128;
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern HOSTNAME = Pattern.compile(LABEL + "(\\." + LABEL + "){0,9}");
    private static final int MOST_HOSTNAME_CHARS = 253;
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

    /** One account. */
    public record UserDraft(
            @Nullable String name,
            @Nullable List<@Nullable String> sshKeys,
            @Nullable String password) {
        /** Never shows the password. */
        @Override
        public String toString() {
            return "UserDraft[name=" + name + "]";
        }
    }

    /** Never shows what may hold a secret. */
    @Override
    public String toString() {
        return "CloudInitDraft[hostname=" + hostname + "]";
    }

    /** The settings; passwords are hashed with salts drawn from {@code random}, and forgotten. */
    public CloudInitSettings settings(String vmName, InputCheck check, RandomGenerator random) {
        return new CloudInitSettings(host(vmName, check), guestUsers(check, random), ownUserData(check));
    }

    /** A host name made of a VM's name. */
    public static String hostnameOf(String vmName) {
        var name = vmName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        return name.isEmpty() ? "vm" : name;
    }

    private String host(String vmName, InputCheck check) {
        if (hostname == null) {
            return hostnameOf(vmName);
        }
        var name = hostname.toLowerCase(Locale.ROOT);
        check.require(
                name.length() <= MOST_HOSTNAME_CHARS && HOSTNAME.matcher(name).matches(),
                "spec.cloudInit.hostname",
                "spec.cloudInit.hostname must be a DNS name: letters, digits and '-', in parts of at most 63, joined by '.'.");
        return name;
    }

    private List<GuestUser> guestUsers(InputCheck check, RandomGenerator random) {
        if (users == null) {
            return List.of();
        }
        check.require(
                users.size() <= MOST_USERS,
                "spec.cloudInit.users",
                "There are %d users; at most %d are made.".formatted(users.size(), MOST_USERS));
        var names = new HashSet<String>();
        var guests = new ArrayList<GuestUser>();
        for (int i = 0; i < Math.min(users.size(), MOST_USERS); i++) {
            var field = "spec.cloudInit.users[%d]".formatted(i);
            var user = check.present(field, users.get(i), new UserDraft("unnamed", null, null));
            var guest = guest(field, user, check, random);
            check.require(names.add(guest.name()), field + ".name", "Two users have the same name.");
            guests.add(guest);
        }
        return guests;
    }

    private static GuestUser guest(String field, UserDraft user, InputCheck check, RandomGenerator random) {
        var name = check.present(field + ".name", user.name, "unnamed");
        check.require(
                USER.matcher(name).matches(),
                field + ".name",
                field + ".name must be 1 to 32 of a-z, 0-9, '_' and '-', beginning with a letter or '_'.");
        return new GuestUser(
                name,
                keys(field + ".sshKeys", user.sshKeys, check),
                hash(field + ".password", user.password, check, random));
    }

    private static List<String> keys(String field, @Nullable List<@Nullable String> keys, InputCheck check) {
        if (keys == null) {
            return List.of();
        }
        check.require(
                keys.size() <= MOST_KEYS,
                field,
                "There are %d keys; at most %d are used.".formatted(keys.size(), MOST_KEYS));
        var parsed = new ArrayList<String>();
        for (var key : keys.subList(0, Math.min(keys.size(), MOST_KEYS))) {
            var found = key == null ? Optional.<SshPublicKey>empty() : SshPublicKey.parse(key.strip());
            check.require(
                    found.isPresent(),
                    field,
                    "A key is not one line \"type key comment\" of an OpenSSH public key without options.");
            found.ifPresent(valid -> parsed.add(valid.line()));
        }
        return parsed;
    }

    private static @Nullable String hash(
            String field, @Nullable String password, InputCheck check, RandomGenerator random) {
        if (password == null) {
            return null;
        }
        var printable = password.chars().noneMatch(Character::isISOControl);
        var sized = !password.isEmpty() && password.length() <= MOST_PASSWORD_CHARS;
        check.require(
                printable && sized,
                field,
                field + " must be 1 to %d printable characters.".formatted(MOST_PASSWORD_CHARS));
        return printable && sized ? Sha512Crypt.hash(password, random) : null;
    }

    private @Nullable String ownUserData(InputCheck check) {
        if (userData == null || userData.isEmpty()) {
            return null;
        }
        int bytes = userData.getBytes(StandardCharsets.UTF_8).length;
        check.require(
                bytes <= MOST_USER_DATA_BYTES,
                "spec.cloudInit.userData",
                "spec.cloudInit.userData has %d bytes; at most %d are passed on."
                        .formatted(bytes, MOST_USER_DATA_BYTES));
        check.require(
                userData.indexOf('\0') < 0,
                "spec.cloudInit.userData",
                "spec.cloudInit.userData holds a NUL character, which cannot be stored.");
        return userData;
    }
}
