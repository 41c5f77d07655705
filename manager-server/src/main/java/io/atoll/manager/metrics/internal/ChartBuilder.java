package io.atoll.manager.metrics.internal;

import io.atoll.manager.metrics.Figure;
import io.atoll.manager.metrics.SampleChart;
import io.atoll.manager.metrics.SampleChart.Series;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts rows of one level into the steps of a chart, in whatever order they come. Means are weighted by the samples behind them. */
final class ChartBuilder {
    private final SampleKind kind;
    private final ChartRange range;
    private final int points;
    /** By figure, then by step. */
    private final double[][] sums;

    private final double[][] weights;
    private final double[][] maxima;
    private final boolean[] clockOff;

    ChartBuilder(SampleKind kind, ChartRange range) {
        this.kind = kind;
        this.range = range;
        this.points = range.points();
        int figures = kind.figures().size();
        sums = new double[figures][points];
        weights = new double[figures][points];
        maxima = new double[figures][points];
        clockOff = new boolean[points];
        for (var ofFigure : maxima) {
            Arrays.fill(ofFigure, Double.NaN);
        }
    }

    void add(ResultSet row) throws SQLException {
        var at = row.getObject("at", OffsetDateTime.class).toInstant();
        int weight = row.getInt("sample_count");
        int step = step(at);
        clockOff[step] |= row.getBoolean("clock_off");
        for (var figure : kind.figures()) {
            add(figure, step, weight, StoredHistory.mean(row, figure), StoredHistory.maximum(row, figure));
        }
    }

    void add(Figure figure, int step, int weight, double mean, double maximum) {
        int row = figure.ordinal();
        if (!Double.isNaN(mean)) {
            sums[row][step] += mean * weight;
            weights[row][step] += weight;
        }
        if (!Double.isNaN(maximum)) {
            double known = maxima[row][step];
            maxima[row][step] = Double.isNaN(known) ? maximum : Math.max(known, maximum);
        }
    }

    private int step(Instant at) {
        return Math.toIntExact(Duration.between(range.from(), at).toSeconds()
                / range.resolution().seconds());
    }

    SampleChart build() {
        var times = new ArrayList<Instant>(points);
        var off = new ArrayList<Instant>();
        for (int step = 0; step < points; step++) {
            var at = range.from().plusSeconds((long) step * range.resolution().seconds());
            times.add(at);
            if (clockOff[step]) {
                off.add(at);
            }
        }
        var series = new TreeMap<String, Series>();
        for (var figure : kind.figures()) {
            series.put(
                    figure.series(),
                    new Series(means(figure), figure.keepsMaximum() ? numbers(maxima[figure.ordinal()]) : null));
        }
        return new SampleChart(
                range.from(), range.to(), range.resolution().seconds(), range.keptSince(), times, off, series);
    }

    private List<@Nullable Double> means(Figure figure) {
        var means = new double[points];
        for (int step = 0; step < points; step++) {
            double weight = weights[figure.ordinal()][step];
            means[step] = weight == 0 ? Double.NaN : sums[figure.ordinal()][step] / weight;
        }
        return numbers(means);
    }

    private static List<@Nullable Double> numbers(double[] values) {
        var numbers = new ArrayList<@Nullable Double>(values.length);
        for (double value : values) {
            numbers.add(Double.isNaN(value) ? null : Double.valueOf(rounded(value)));
        }
        return numbers;
    }

    /** Thousandths say all that single precision knows of small figures, and whole numbers of great ones. */
    private static double rounded(double value) {
        return Math.abs(value) >= 1_000 ? Math.rint(value) : Math.rint(value * 1_000) / 1_000;
    }
}
