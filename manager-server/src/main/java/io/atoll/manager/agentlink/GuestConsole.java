package io.atoll.manager.agentlink;

import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import io.atoll.model.keyboard.KeyChord;
import java.time.Duration;
import java.util.List;

/**
 * A guest's display as a picture, and its keyboard. Any manager may. Blocking and bounded: meant for virtual threads, never inside
 * a transaction. A refusal of the agent is an {@code AtollException}: VM_WRONG_STATE, DISPLAY_TOO_LARGE, TOO_MANY_REQUESTS,
 * HOST_WRONG_STATE; AGENT_UNREACHABLE where nobody knows.
 */
public interface GuestConsole {
    /** The display now, as a PNG of at most {@link #LARGEST_PICTURE_BYTES}. What it shows, the guest chose. */
    byte[] screenshot(HostId host, VmId vm);

    /**
     * Presses the chords one after the other. Never repeated: when the connection breaks, nobody knows how much was typed.
     *
     * @param epoch the owner epoch under which the guest runs there
     * @param hold how long the keys of a chord are all down, and the time from each to the next as they go down and up
     * @param deadline after this nothing more is pressed
     */
    TypedKeys type(HostId host, VmId vm, VmEpoch epoch, List<KeyChord> chords, Duration hold, Duration deadline);

    /** Ends what is being typed into the VM; false when nothing was. */
    boolean stopTyping(HostId host, VmId vm);

    int LARGEST_PICTURE_BYTES = 16 << 20;
    int MOST_CHORDS = 2_000;
    Duration LONGEST_HOLD = Duration.ofMillis(500);
    Duration LONGEST_DEADLINE = Duration.ofMinutes(3);

    /** How far the typing came. */
    record TypedKeys(int chords, Ending ending) {}

    /** Why it ended. */
    enum Ending {
        /** Everything was pressed. */
        COMPLETE,
        /** The deadline has passed. */
        DEADLINE,
        /** Somebody stopped it. */
        GIVEN_UP,
        /** The guest no longer runs there. */
        NOT_RUNNING
    }
}
