package io.atoll.manager.egress.internal;

import io.atoll.manager.egress.EgressClient;
import io.atoll.manager.egress.EgressException;
import io.atoll.manager.egress.EgressException.Reason;
import io.atoll.manager.egress.EgressLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;

/** Fetches over {@link PinnedHttp}: follows redirects, counts, hashes, and watches the limits. */
final class SocketEgressClient implements EgressClient {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(1);

    private final PinnedHttp http;
    private final Clock clock;

    SocketEgressClient(PinnedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public void check(String url) throws EgressException {
        TargetUrl.parse(url);
    }

    @Override
    public Fetched fetch(String url, EgressLimits limits, OutputStream sink, Progress progress) throws EgressException {
        var target = TargetUrl.parse(url);
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            try (var answer = http.get(target, limits)) {
                if (!REDIRECTS.contains(answer.status())) {
                    return transfer(target, answer, limits, sink, progress);
                }
                var location = answer.header("location");
                if (location == null) {
                    throw PinnedHttp.notHttp();
                }
                target = target.follow(location);
            } catch (SocketTimeoutException _) {
                throw new EgressException(
                        Reason.LIMIT_REACHED,
                        "%s was silent for %d s, or the transfer took longer than %d minutes."
                                .formatted(
                                        target.host(),
                                        limits.ratePeriod().toSeconds(),
                                        limits.total().toMinutes()));
            } catch (IOException _) {
                throw new EgressException(
                        Reason.TRANSFER_FAILED, "The connection to %s failed.".formatted(target.host()));
            }
        }
        throw new EgressException(
                Reason.LIMIT_REACHED, "The URL redirects more than %d times.".formatted(MOST_REDIRECTS));
    }

    private Fetched transfer(
            TargetUrl url, PinnedHttp.Answer answer, EgressLimits limits, OutputStream sink, Progress progress)
            throws EgressException, IOException {
        if (answer.status() != 200) {
            throw new EgressException(
                    Reason.TRANSFER_FAILED, "%s answered with status %d.".formatted(url.host(), answer.status()));
        }
        var body = answer.body();
        refuseAbove(limits.sizeBytes(), body.totalBytes());
        var digest = sha256();
        var meter = new RateMeter(limits, clock.instant());
        var buffer = new byte[1 << 16];
        long done = 0;
        var nextProgress = clock.instant();
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            done += count;
            refuseAbove(limits.sizeBytes(), done);
            digest.update(buffer, 0, count);
            store(sink, buffer, count);
            var now = clock.instant();
            meter.check(done, now);
            if (!now.isBefore(nextProgress)) {
                progress.at(done, body.totalBytes());
                nextProgress = now.plus(PROGRESS_EVERY);
            }
        }
        return new Fetched(done, HexFormat.of().formatHex(digest.digest()), url.toString());
    }

    private static void store(OutputStream sink, byte[] buffer, int count) throws EgressException {
        try {
            sink.write(buffer, 0, count);
        } catch (IOException _) {
            throw new EgressException(Reason.STORE_FAILED, "The file cannot be stored. Is there room on the disk?");
        }
    }

    private static void refuseAbove(long limitBytes, long bytes) throws EgressException {
        if (bytes > limitBytes) {
            throw new EgressException(
                    Reason.LIMIT_REACHED, "The file is larger than %d bytes, the limit.".formatted(limitBytes));
        }
    }

    /** Ends transfers that trickle. */
    private static final class RateMeter {
        private final EgressLimits limits;
        private Instant periodStart;
        private long bytesAtPeriodStart;

        RateMeter(EgressLimits limits, Instant start) {
            this.limits = limits;
            this.periodStart = start;
        }

        void check(long bytes, Instant now) throws EgressException {
            var period = Duration.between(periodStart, now);
            if (period.compareTo(limits.ratePeriod()) < 0) {
                return;
            }
            if ((bytes - bytesAtPeriodStart) * 1_000 < limits.leastBytesPerSecond() * period.toMillis()) {
                throw new EgressException(
                        Reason.LIMIT_REACHED,
                        "The server sends less than %d bytes per second, the least that is accepted."
                                .formatted(limits.leastBytesPerSecond()));
            }
            periodStart = now;
            bytesAtPeriodStart = bytes;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
