package io.atoll.manager.identity.internal;

import static io.atoll.manager.identity.internal.SessionTable.utc;

import io.atoll.manager.identity.Role;
import io.atoll.manager.identity.SetupState;
import io.atoll.manager.identity.User;
import io.atoll.manager.platform.DataDirectory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The first administrator, made with a one-time token instead of a default password. The token is written to
 * {@code <data>/setup-token} (mode 0600) and to the log; only somebody who can read the manager's machine has it.
 */
@Service
public class Setup implements SetupState {
    private static final Logger LOG = LoggerFactory.getLogger(Setup.class);

    private final JdbcClient jdbc;
    private final Users users;
    private final Secrets secrets;
    private final DataDirectory data;
    private final Clock clock;

    Setup(JdbcClient jdbc, Users users, Secrets secrets, DataDirectory data, Clock clock) {
        this.jdbc = jdbc;
        this.users = users;
        this.secrets = secrets;
        this.data = data;
        this.clock = clock;
    }

    @Override
    public boolean required() {
        return users.nobodyExists();
    }

    /**
     * Refuses with SETUP_DONE or SETUP_TOKEN_INVALID what {@link #complete} would refuse, before any work is put into it: a
     * stranger without the token has no password hashed.
     */
    public void require(String setupToken) {
        if (!required()) {
            throw new AtollException(
                    ErrorCode.SETUP_DONE,
                    "The first administrator exists already.",
                    Hint.of("Log in, or ask an administrator for an account."));
        }
        if (!isKnown(setupToken)) {
            throw new AtollException(
                    ErrorCode.SETUP_TOKEN_INVALID,
                    "The setup token is not the one this manager made.",
                    Hint.of("It is in the file setup-token in the manager's data folder, and in its log."));
        }
    }

    /** Makes the first administrator, once, whoever else comes with the token. Refuses as {@link #require} does. */
    @Transactional
    public User complete(String setupToken, Users.NewUser administrator) {
        jdbc.sql("lock table setup_token in exclusive mode").update();
        require(setupToken);
        User user = users.create(new Users.NewUser(
                administrator.username(), administrator.displayName(), Role.ADMIN, administrator.passwordHash()));
        jdbc.sql("delete from setup_token").update();
        return user;
    }

    /** Offers a token while nobody can log in; removes the file once somebody can. */
    @EventListener(ApplicationReadyEvent.class)
    public void offerToken() {
        Path file = data.root().resolve("setup-token");
        try {
            if (!required()) {
                Files.deleteIfExists(file);
                return;
            }
            String token = existing(file);
            if (token.isEmpty() || !isKnown(token)) {
                token = secrets.next();
                jdbc.sql("insert into setup_token (secret_sha256, created_at) values (:hash, :now)")
                        .param("hash", secrets.hash(token))
                        .param("now", utc(clock.instant()))
                        .update();
                write(file, token);
            }
            LOG.info("first start: create the administrator with the setup token {} (also in {})", token, file);
        } catch (IOException e) {
            throw new UncheckedIOException("The setup token cannot be written to " + file, e);
        }
    }

    /** Removes the token's file once it is of no more use; a file that cannot be removed holds a token nobody accepts. */
    public void forgetFile() {
        Path file = data.root().resolve("setup-token");
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("the used setup token cannot be removed file={} reason={}", file, e.getMessage());
        }
    }

    private boolean isKnown(String token) {
        return jdbc.sql("select count(*) from setup_token where secret_sha256 = :hash")
                        .param("hash", secrets.hash(token))
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static String existing(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readString(file, StandardCharsets.UTF_8).strip()
                : "";
    }

    private static void write(Path file, String token) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, token + "\n", StandardCharsets.UTF_8, StandardOpenOption.WRITE);
    }
}
