package io.atoll.ha.sim.scenario;

import io.atoll.ha.facts.HaSettings;
import java.time.Duration;
import java.util.List;

/** The set lines of a scenario: HA's settings, each with its default unless it is set. */
final class SettingsReader {
    private static final List<String> NAMES = List.of(
            "storage-loss-delay",
            "ready-limit",
            "starts-per-host",
            "migrations-away",
            "storm-percent",
            "retries-at-once",
            "retry-first",
            "retry-longest",
            "failures-forgotten",
            "flapping-failures",
            "flapping-within",
            "quarantine",
            "failures-to-tolerate",
            "guest-silence",
            "disarmed",
            "no-image-locks",
            "stuck-writes");

    private boolean armed = true;
    private int failuresToTolerate = 1;
    /** 0: nobody has set it. */
    private int failuresLine;

    private HaSettings.Patience patience = HaSettings.Patience.DEFAULT;
    private HaSettings.Retries retries = HaSettings.Retries.DEFAULT;
    private HaSettings.Flapping flapping = HaSettings.Flapping.DEFAULT;
    private Duration guestSilence = Duration.ofMinutes(2);
    private boolean imageLocks = true;
    private boolean stuckWrites;

    void set(Words words) {
        var name = words.oneOf("setting", NAMES);
        switch (name) {
            case "disarmed" -> armed = false;
            case "no-image-locks" -> imageLocks = false;
            case "stuck-writes" -> stuckWrites = true;
            case "guest-silence" -> guestSilence = duration(words, name);
            case "failures-to-tolerate" -> {
                failuresToTolerate = (int) words.number(name, 0, 8);
                failuresLine = words.line();
            }
            case "storage-loss-delay", "ready-limit", "starts-per-host", "migrations-away", "storm-percent" ->
                patience(words, name);
            case "retries-at-once", "retry-first", "retry-longest", "failures-forgotten" -> retries(words, name);
            default -> flapping(words, name);
        }
    }

    private void patience(Words words, String name) {
        var old = patience;
        patience = switch (name) {
            case "storage-loss-delay" ->
                new HaSettings.Patience(
                        duration(words, name),
                        old.readyLimit(),
                        old.startsPerHost(),
                        old.migrationsAway(),
                        old.stormPercent());
            case "ready-limit" ->
                new HaSettings.Patience(
                        old.storageLossDelay(),
                        duration(words, name),
                        old.startsPerHost(),
                        old.migrationsAway(),
                        old.stormPercent());
            case "starts-per-host" ->
                new HaSettings.Patience(
                        old.storageLossDelay(),
                        old.readyLimit(),
                        count(words, name, 100),
                        old.migrationsAway(),
                        old.stormPercent());
            case "migrations-away" ->
                new HaSettings.Patience(
                        old.storageLossDelay(),
                        old.readyLimit(),
                        old.startsPerHost(),
                        count(words, name, 100),
                        old.stormPercent());
            default ->
                new HaSettings.Patience(
                        old.storageLossDelay(),
                        old.readyLimit(),
                        old.startsPerHost(),
                        old.migrationsAway(),
                        count(words, name, 100));
        };
    }

    private void retries(Words words, String name) {
        var old = retries;
        try {
            retries = switch (name) {
                case "retries-at-once" ->
                    new HaSettings.Retries(
                            (int) words.number(name, 0, 100),
                            old.firstDelay(),
                            old.longestDelay(),
                            old.forgottenAfter());
                case "retry-first" ->
                    new HaSettings.Retries(
                            old.atOnce(), duration(words, name), old.longestDelay(), old.forgottenAfter());
                case "retry-longest" ->
                    new HaSettings.Retries(old.atOnce(), old.firstDelay(), duration(words, name), old.forgottenAfter());
                default ->
                    new HaSettings.Retries(old.atOnce(), old.firstDelay(), old.longestDelay(), duration(words, name));
            };
        } catch (IllegalArgumentException refused) {
            throw words.error(
                    refused.getMessage() + " Set retry-longest before retry-first, or retry-first before it.");
        }
    }

    private void flapping(Words words, String name) {
        var old = flapping;
        flapping = switch (name) {
            case "flapping-failures" ->
                new HaSettings.Flapping(count(words, name, 1_000), old.within(), old.quarantine());
            case "flapping-within" -> new HaSettings.Flapping(old.failures(), duration(words, name), old.quarantine());
            default -> new HaSettings.Flapping(old.failures(), old.within(), duration(words, name));
        };
    }

    private static Duration duration(Words words, String name) {
        return Duration.ofNanos(words.durationNs(name, ScenarioReader.LONGEST_NS));
    }

    private static int count(Words words, String name, int most) {
        return (int) words.number(name, 1, most);
    }

    Duration guestSilence() {
        return guestSilence;
    }

    boolean imageLocks() {
        return imageLocks;
    }

    boolean stuckWrites() {
        return stuckWrites;
    }

    /** Somebody has to be left who restarts VMs. */
    void checkFor(int hostCount) {
        if (failuresLine > 0 && failuresToTolerate > 0 && failuresToTolerate >= hostCount) {
            throw new ScenarioError(
                    failuresLine,
                    "failures-to-tolerate is %d; of %d %s at most %d may fail. Set %d or less, or declare more hosts."
                            .formatted(
                                    failuresToTolerate,
                                    hostCount,
                                    hostCount == 1 ? "host" : "hosts",
                                    hostCount - 1,
                                    hostCount - 1));
        }
    }

    HaSettings settings() {
        var usual = HaSettings.DEFAULT;
        return new HaSettings(armed, failuresToTolerate, usual.timing(), patience, retries, flapping);
    }
}
