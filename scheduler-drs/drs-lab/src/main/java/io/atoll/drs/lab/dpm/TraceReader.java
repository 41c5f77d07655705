package io.atoll.drs.lab.dpm;

import io.atoll.drs.lab.BadInput;
import io.atoll.drs.lab.ErrorCode;
import io.atoll.drs.lab.UserFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** Reads a day of traces: a line per VM, its name, then whole percents of its CPU, equally many in every line. Also zipped. */
final class TraceReader {
    private static final int MOST_VMS = 100_000;
    private static final int MOST_SAMPLES = 10_000;
    private static final int MOST_PERCENT = 100;

    private TraceReader() {}

    static Trace read(UserFile file) {
        return parse(new String(file.read(), StandardCharsets.UTF_8));
    }

    static Trace parse(String text) {
        var rows = new ArrayList<int[]>();
        var number = 0;
        for (var line : text.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                rows.add(row(line, "line " + number));
                var expected = rows.getFirst().length;
                if (rows.getLast().length != expected) {
                    throw new BadInput(
                            ErrorCode.INCONSISTENT,
                            "line " + number,
                            "There are %d samples, but %d in the first line; every VM needs equally many."
                                    .formatted(rows.getLast().length, expected));
                }
            }
        }
        if (rows.isEmpty() || rows.size() > MOST_VMS) {
            throw new BadInput(
                    ErrorCode.INVALID_VALUE,
                    "the trace",
                    "There should be 1 to %d lines, one for each VM, but there are %d."
                            .formatted(MOST_VMS, rows.size()));
        }
        return new Trace(rows.toArray(int[][]::new));
    }

    private static int[] row(String line, String place) {
        var fields = line.split(",", -1);
        var count = fields.length - 1;
        if (count < 1 || count > MOST_SAMPLES) {
            throw new BadInput(
                    ErrorCode.INVALID_VALUE,
                    place,
                    "There should be a name and 1 to %d samples after it, but there are %d samples."
                            .formatted(MOST_SAMPLES, count));
        }
        if (isPercent(fields[0].strip())) {
            throw new BadInput(
                    ErrorCode.INVALID_VALUE,
                    place,
                    "The line begins with %s, but the first field is the name of the VM, not a sample. Put a name before the samples."
                            .formatted(BadInput.quote(fields[0].strip())));
        }
        var row = new int[count];
        for (var i = 0; i < count; i++) {
            row[i] = percent(fields[i + 1], "%s, sample %d".formatted(place, i + 1));
        }
        return row;
    }

    private static boolean isPercent(String field) {
        return field.matches("[0-9]{1,2}|100");
    }

    private static int percent(String field, String place) {
        try {
            var value = Integer.parseInt(field.strip());
            if (value >= 0 && value <= MOST_PERCENT) {
                return value;
            }
        } catch (NumberFormatException notOne) {
            // falls through: the text is quoted below
        }
        throw new BadInput(
                ErrorCode.INVALID_VALUE,
                place,
                "A sample should be a whole percentage from 0 to %d, but is %s."
                        .formatted(MOST_PERCENT, BadInput.quote(field)));
    }
}
