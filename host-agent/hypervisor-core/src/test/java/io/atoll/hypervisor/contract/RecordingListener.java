package io.atoll.hypervisor.contract;

import io.atoll.hypervisor.api.VmEvent;
import io.atoll.hypervisor.api.VmListener;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told, one line per call: {@code db RUNNING}, {@code db gone}. */
final class RecordingListener implements VmListener {

    private final List<String> lines = new ArrayList<>();

    @Override
    public synchronized void vmChanged(VmStatus status) {
        var line = status.definition().name() + " " + status.state().label();
        if (lines.isEmpty() || !lines.getLast().equals(line)) {
            lines.add(line);
        }
    }

    @Override
    public synchronized void vmGone(VmId vm, VmEpoch lastEpoch) {
        lines.add("gone at epoch " + lastEpoch);
    }

    @Override
    public synchronized void vmEvent(VmEvent event) {
        // drivers differ in what else they tell
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
