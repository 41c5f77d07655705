package io.atoll.manager.event.internal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class EventPositionTest {
    @Property
    void textReadsBack(
            @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long txid,
            @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long position) {
        var written = new EventPosition(txid, position);
        assertThat(EventPosition.parse(written.toString())).contains(written);
    }

    @Property
    void otherTextIsNoPositionAndNoError(@ForAll @StringLength(max = 50) String text) {
        assertThat(EventPosition.parse(text).map(EventPosition::toString))
                .satisfiesAnyOf(
                        parsed -> assertThat(parsed).isEmpty(),
                        parsed -> assertThat(text).matches("[0-9]+-[0-9]+"));
    }

    @Test
    void transactionsComeBeforePositions() {
        assertThat(new EventPosition(1, 9)).isLessThan(new EventPosition(2, 1));
        assertThat(new EventPosition(2, 1)).isLessThan(new EventPosition(2, 2));
    }
}
