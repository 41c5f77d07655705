package io.atoll.manager.metrics.internal;

import io.atoll.manager.metrics.Figure;
import io.atoll.manager.metrics.HostFigure;
import io.atoll.manager.metrics.VmFigure;
import java.util.List;
import java.util.stream.Stream;

/** What samples are kept of, and their columns. */
enum SampleKind {
    HOST("host_sample", "host_id"),
    VM("vm_sample", "vm_id");

    private static final List<Figure> OF_HOST = List.of(HostFigure.values());
    private static final List<Figure> OF_VM = List.of(VmFigure.values());

    private final String table;
    private final String idColumn;

    SampleKind(String table, String idColumn) {
        this.table = table;
        this.idColumn = idColumn;
    }

    String table() {
        return table;
    }

    String idColumn() {
        return idColumn;
    }

    List<Figure> figures() {
        return switch (this) {
            case HOST -> OF_HOST;
            case VM -> OF_VM;
        };
    }

    List<Figure> figuresWithMaximum() {
        return figures().stream().filter(Figure::keepsMaximum).toList();
    }

    /** The columns of means, then those of maxima, in the order of the figures. */
    List<String> valueColumns() {
        return Stream.concat(
                        figures().stream().map(Figure::column),
                        figuresWithMaximum().stream().map(figure -> figure.column() + "_max"))
                .toList();
    }

    /** All columns of a row. */
    String columns() {
        return idColumn + ", at, " + String.join(", ", valueColumns()) + ", sample_count, clock_off";
    }
}
