package io.atoll.agent.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts Java processes of the same program that live on when this one ends. */
public final class DetachedJava {
    private static final List<String> OPTIONS = List.of(
            "-Xmx32m",
            "-Xss256k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED");

    private final Path java;
    private final String classPath;

    private DetachedJava(Path java, String classPath) {
        this.java = java;
        this.classPath = classPath;
    }

    /** The same Java, and the same classes. */
    public static DetachedJava likeThisProcess() {
        return new DetachedJava(
                Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path"));
    }

    /** In a session of its own; nobody waits for it. What it writes goes to {@code log}. */
    public void start(Class<?> main, List<String> arguments, Path log) throws IOException {
        var command = new ArrayList<String>();
        command.add(GroupProcess.NEW_SESSION);
        command.add(java.toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-classpath", classPath, main.getName()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C"));
        builder.start();
    }
}
