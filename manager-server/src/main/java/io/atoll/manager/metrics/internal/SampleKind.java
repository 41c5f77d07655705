package io.atoll.manager.metrics.internal;

import io.atoll.manager.metrics.Figure;
import io.atoll.manager.metrics.HostFigure;
import io.atoll.manager.metrics.VmFigure;
import java.util.List;
import java.util.stream.Stream;

/** What samples are kept of, and their columns. */
enum SampleKind {
    HOST("host_sample", "host_id", List.of(HostFigure.values())),
    VM("vm_sample", "vm_id", List.of(VmFigure.values()));

    private final String table;
    private final String idColumn;
    private final List<Figure> figures;

    SampleKind(String table, String idColumn, List<? extends Figure> figures) {
        this.table = table;
        this.idColumn = idColumn;
        this.figures = List.copyOf(figures);
    }

    String table() {
        return table;
    }

    String idColumn() {
        return idColumn;
    }

    List<Figure> figures() {
        return figures;
    }

    List<Figure> figuresWithMaximum() {
        return figures.stream().filter(Figure::keepsMaximum).toList();
    }

    /** The columns of means, then those of maxima, in the order of the figures. */
    List<String> valueColumns() {
        return Stream.concat(
                        figures.stream().map(Figure::column),
                        figuresWithMaximum().stream().map(figure -> figure.column() + "_max"))
                .toList();
    }

    /** All columns of a row. */
    String columns() {
        return idColumn + ", at, " + String.join(", ", valueColumns()) + ", sample_count, clock_off";
    }
}
