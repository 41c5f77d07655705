package io.atoll.manager.vm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.vm.internal.snapshot.ImageTree;
import io.atoll.manager.vm.internal.snapshot.ImageTree.Action;
import io.atoll.manager.vm.internal.snapshot.ImageTree.Image;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which of a disk's files are merged and removed. */
class ImageTreeTest {
    @Test
    void nothingIsDoneWhereAllIsNeeded() {
        var tree = new ImageTree(Map.of("", Image.on(null, 9), "a", Image.on("", 1)), Set.of("", "a"));

        assertThat(tree.next()).isEmpty();
        assertThat(tree.depthOf("a")).isEqualTo(2);
        assertThat(tree.debtBytes()).isZero();
    }

    @Test
    void fewerBytesAreMoved() {
        var largeBelow = new ImageTree(Map.of("", Image.on(null, 9), "a", Image.on("", 1)), Set.of("a"));
        var largeAbove = new ImageTree(Map.of("", Image.on(null, 1), "a", Image.on("", 9)), Set.of("a"));

        assertThat(largeBelow.next()).contains(new Action.Commit("a", ""));
        assertThat(largeAbove.next()).contains(new Action.Pull("a", ""));
        assertThat(largeBelow.debtBytes()).isEqualTo(9);
    }

    @Test
    void aFileThatSeveralStandOnIsLeft() {
        var branched =
                Map.of("", Image.on(null, 9), "a", Image.on("", 1), "b", Image.on("a", 1), "c", Image.on("a", 1));

        assertThat(new ImageTree(branched, Set.of("", "b", "c")).next()).isEmpty();
        assertThat(new ImageTree(branched, Set.of("a", "b", "c")).next())
                .as("what several stand on is not moved from under them, however small it is")
                .contains(new Action.Pull("a", ""));
    }

    @Test
    void whatNothingStandsOnAndNobodyNeedsIsRemovedFirst() {
        var tree =
                new ImageTree(Map.of("", Image.on(null, 9), "a", Image.on("", 1), "b", Image.on("", 1)), Set.of("a"));

        assertThat(tree.next()).contains(new Action.Delete("b"));
    }

    @Test
    void aRetiredNameLeadsOnUntilNobodyGoesByIt() {
        var images = Map.of("", Image.on(null, 9), "a", Image.retired("b"), "b", Image.retired(""));
        var before = new ImageTree(images, Set.of("a"));

        assertThat(before.present("a")).isEmpty();
        assertThat(before.present("unknown")).isEqualTo("unknown");
        assertThat(before.depthOf("a")).isEqualTo(1);
        assertThat(before.debtBytes()).isZero();
        assertThat(before.next()).as("somebody goes by it").isEmpty();
        assertThat(new ImageTree(images, Set.of("")).next()).contains(new Action.Delete("a"));
    }

    @Test
    void nothingIsTouchedWhereSomethingNeededWasNotFound() {
        var tree = new ImageTree(Map.of("", Image.on(null, 9), "a", Image.on("", 1)), Set.of("", "lost"));

        assertThat(tree.next()).isEmpty();
        assertThat(tree.isComplete()).isFalse();
    }

    /** A host may say anything. */
    @Test
    void filesThatStandOnThemselvesEndNowhere() {
        var tree = new ImageTree(
                Map.of("a", Image.on("b", 1), "b", Image.on("a", 1), "c", Image.retired("c")), Set.of("a", "b"));

        assertThat(tree.depthOf("a")).isEqualTo(2);
        assertThat(tree.present("c")).isEqualTo("c");
        assertThat(tree.next()).contains(new Action.Delete("c"));
    }
}
