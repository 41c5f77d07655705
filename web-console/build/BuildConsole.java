import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Builds or checks the web console with npm, but only when something it is made of has changed: Maven runs this file
 * with plain {@code java}, so that work on the Java side needs no Node as long as {@code dist} is up to date.
 *
 * <p>{@code java BuildConsole.java . build} leaves {@code dist/}; {@code java BuildConsole.java . check} runs
 * {@code npm run check}. A stamp beside the result holds the SHA-256 of all inputs.
 */
public final class BuildConsole {
    private static final List<String> INPUTS = List.of(
            "src",
            "public",
            "dev",
            "build",
            "index.html",
            "package.json",
            "package-lock.json",
            "tsconfig.json",
            "vite.config.ts",
            "eslint.config.js",
            "knip.json",
            ".prettierrc.json",
            ".prettierignore",
            "../manager-server/openapi.json",
            "../manager-server/src/main/java/io/atoll/manager/problem/ErrorCode.java");
    private static final long NPM_LIMIT_MINUTES = 15;

    private final Path root;

    private BuildConsole(Path root) {
        this.root = root;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2 || !List.of("build", "check").contains(arguments[1])) {
            System.err.println("usage: java BuildConsole.java <web-console folder> build|check");
            System.exit(2);
        }
        BuildConsole console = new BuildConsole(Path.of(arguments[0]).toAbsolutePath().normalize());
        System.exit(arguments[1].equals("build") ? console.build() : console.check());
    }

    private int build() throws Exception {
        Path stamp = root.resolve("dist/.inputs.sha256");
        String inputs = digestOfInputs();
        if (holds(stamp, inputs)) return 0;
        int outcome = installPackages();
        if (outcome == 0) outcome = npm("run", "build");
        if (outcome != 0) return outcome;
        // Asset names carry a hash, so that files of an earlier build would stay in the jar for ever.
        delete(root.resolve("target/classes/META-INF/resources"));
        Files.writeString(stamp, inputs);
        return 0;
    }

    private int check() throws Exception {
        Path stamp = root.resolve("target/check.sha256");
        String inputs = digestOfInputs();
        if (holds(stamp, inputs)) return 0;
        int outcome = installPackages();
        if (outcome == 0) outcome = npm("run", "check");
        if (outcome != 0) return outcome;
        Files.createDirectories(stamp.getParent());
        Files.writeString(stamp, inputs);
        return 0;
    }

    private int installPackages() throws Exception {
        Path stamp = root.resolve("node_modules/.atoll-lock.sha256");
        String lock = HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(root.resolve("package-lock.json"))));
        if (holds(stamp, lock)) return 0;
        int outcome = npm("ci", "--ignore-scripts", "--no-audit", "--no-fund");
        if (outcome == 0) Files.writeString(stamp, lock);
        return outcome;
    }

    private int npm(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("npm"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).directory(root.toFile()).inheritIO().start();
        } catch (IOException missing) {
            System.err.println("npm was not found. Building the web console needs Node 20.19 or newer with npm on the PATH;"
                    + " pass -Dconsole.skip to build without the console.");
            return 1;
        }
        if (process.waitFor(NPM_LIMIT_MINUTES, TimeUnit.MINUTES)) return process.exitValue();
        process.destroyForcibly();
        System.err.println(String.join(" ", command) + " did not end within " + NPM_LIMIT_MINUTES + " minutes.");
        return 1;
    }

    private String digestOfInputs() throws IOException {
        MessageDigest digest = sha256();
        for (String input : INPUTS) {
            Path path = root.resolve(input);
            if (!Files.exists(path)) continue;
            for (Path file : filesBelow(path)) {
                digest.update((root.relativize(file) + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(sha256().digest(Files.readAllBytes(file)));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> filesBelow(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static boolean holds(Path stamp, String value) throws IOException {
        return Files.isRegularFile(stamp) && Files.readString(stamp).equals(value);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
