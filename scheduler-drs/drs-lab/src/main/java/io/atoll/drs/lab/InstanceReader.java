package io.atoll.drs.lab;

import io.atoll.drs.lab.RawInstance.RawChange;
import io.atoll.drs.lab.RawInstance.RawHost;
import io.atoll.drs.lab.RawInstance.RawPool;
import io.atoll.drs.lab.RawInstance.RawReach;
import io.atoll.drs.lab.RawInstance.RawRule;
import io.atoll.drs.lab.RawInstance.RawVm;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the text of an instance; each value is checked where it stands, {@link InstanceBuilder} then joins the parts. */
final class InstanceReader {
    private static final String SCHEMA = "drs-instance/1";
    private static final double LARGEST_WHOLE = 0x1p63;
    private static final BigDecimal TOO_LARGE = BigDecimal.TWO.pow(63);

    /** From here on a double is not every whole number. */
    private static final double FIRST_INEXACT = 0x1p53;

    private final JsonReader json;
    private final RawInstance raw = new RawInstance();

    private InstanceReader(byte[] text) {
        json = new JsonReader(text);
    }

    static Instance read(byte[] text) {
        var reader = new InstanceReader(text);
        reader.json.object(reader::member);
        reader.json.end();
        return InstanceBuilder.build(reader.raw);
    }

    private void member(String field) {
        switch (field) {
            case "schema" -> {
                raw.schema = json.string();
                if (!SCHEMA.equals(raw.schema)) {
                    throw invalid("\"%s\"".formatted(SCHEMA), BadInput.quote(raw.schema));
                }
            }
            case "name" -> orNothing(() -> raw.name = json.string());
            case "objective" -> orNothing(() -> json.object(this::objective));
            case "limits" -> orNothing(() -> json.object(this::limit));
            case "hosts" ->
                orNothing(() -> json.array(() -> {
                    var host = new RawHost();
                    json.object(part -> host(host, part));
                    raw.hosts.add(host);
                }));
            case "vms" ->
                orNothing(() -> json.array(() -> {
                    var vm = new RawVm();
                    json.object(part -> vm(vm, part));
                    raw.vms.add(vm);
                }));
            case "rules" ->
                orNothing(() -> json.array(() -> {
                    var rule = new RawRule();
                    json.object(part -> rule(rule, part));
                    raw.rules.add(rule);
                }));
            case "resourcePools" ->
                orNothing(() -> json.array(() -> {
                    var pool = new RawPool();
                    json.object(part -> pool(pool, part));
                    raw.resourcePools.add(pool);
                }));
            case "hostGroups" -> orNothing(() -> json.array(() -> raw.hostGroups.add(groups())));
            default -> json.skip();
        }
    }

    private void objective(String field) {
        switch (field) {
            case "kind" -> orNothing(() -> raw.kind = json.string());
            case "evacuateHostIds" -> orNothing(() -> texts(raw.evacuateHostIds));
            case "deadHostIds" -> orNothing(() -> texts(raw.deadHostIds));
            case "whatIf" ->
                orNothing(() -> json.array(() -> {
                    var change = new RawChange();
                    json.object(part -> change(change, part));
                    raw.changes.add(change);
                }));
            default -> json.skip();
        }
    }

    private void change(RawChange change, String field) {
        switch (field) {
            case "kind" -> change.kind = json.string();
            case "ids" -> orNothing(() -> texts(change.ids));
            case "count" -> orNothing(() -> change.count = whole(1));
            case "factor" -> orNothing(() -> change.factor = from(0));
            default -> json.skip();
        }
    }

    private void pool(RawPool pool, String field) {
        switch (field) {
            case "id" -> pool.id = json.string();
            case "parentId" -> orNothing(() -> pool.parentId = json.string());
            case "cpuReservationMhz" -> orNothing(() -> pool.cpuReservationMhz = from(0));
            case "cpuLimitMhz" -> orNothing(() -> pool.cpuLimitMhz = from(0));
            case "cpuShares" -> orNothing(() -> pool.cpuShares = whole(1));
            case "memLimitMib" -> orNothing(() -> pool.memLimitMib = whole(0));
            default -> json.skip();
        }
    }

    private void texts(List<String> into) {
        json.array(() -> into.add(json.string()));
    }

    /** What a host offers or a VM needs; the same names for both. */
    private void reach(RawReach reach, String field) {
        switch (field) {
            case "storagePools" -> orNothing(() -> texts(reach.storagePools));
            case "networks" -> orNothing(() -> texts(reach.networks));
            case "cpuFeatures" -> orNothing(() -> texts(reach.cpuFeatures));
            default -> json.skip();
        }
    }

    private void limit(String field) {
        if (json.atNull()) {
            json.nothing();
            return;
        }
        switch (field) {
            case "maxCpuPct" -> raw.maxCpuPct = above(0);
            case "maxMemPct" -> raw.maxMemPct = above(0);
            case "maxVcpusPerCore" -> raw.maxVcpusPerCore = above(0);
            case "maxMigrationsPerHost" -> raw.maxMigrationsPerHost = whole(1);
            case "maxMigrations" -> raw.maxMigrations = whole(1);
            case "migrationNetMbps" -> raw.migrationNetMbps = whole(1);
            case "spareHosts" -> raw.spareHosts = whole(0);
            default -> json.skip();
        }
    }

    private void host(RawHost host, String field) {
        switch (field) {
            case "id" -> host.id = json.string();
            case "cpuCores" -> orNothing(() -> host.cpuCores = whole(1));
            case "cpuCapacityMhz" -> host.cpuCapacityMhz = above(0);
            case "memCapacityMib" -> host.memCapacityMib = whole(1);
            case "netMbps" -> orNothing(() -> host.netMbps = whole(1));
            case "failureDomain" -> orNothing(() -> host.zone = json.string());
            case "zones" ->
                orNothing(() -> json.object(label -> orNothing(() -> host.zones.put(label, json.string()))));
            case "state" -> orNothing(() -> host.state = json.string());
            case "idleWatts" -> orNothing(() -> host.idleWatts = from(0));
            case "peakWatts" -> orNothing(() -> host.peakWatts = from(0));
            case "powerCurveWatts" -> orNothing(() -> host.powerCurveWatts = numbers());
            default -> reach(host.reach, field);
        }
    }

    private void vm(RawVm vm, String field) {
        switch (field) {
            case "id" -> vm.id = json.string();
            case "hostId" -> orNothing(() -> vm.hostId = json.string());
            case "vcpus" -> orNothing(() -> vm.vcpus = whole(0));
            case "cpuDemandMhz" -> vm.cpuDemandMhz = from(0);
            case "cpuMaxMhz" -> orNothing(() -> vm.cpuMaxMhz = from(0));
            case "memMib" -> vm.memMib = whole(0);
            case "migratable" -> orNothing(() -> vm.migratable = json.bool());
            case "priority" -> orNothing(() -> vm.priority = (int) Math.min(Integer.MAX_VALUE, whole(0)));
            case "cpuDemandHistoryMhz" -> orNothing(() -> vm.history = numbers());
            default -> moreOfVm(vm, field);
        }
    }

    private void moreOfVm(RawVm vm, String field) {
        switch (field) {
            case "reservationMhz" -> orNothing(() -> vm.reservationMhz = from(0));
            case "limitMhz" -> orNothing(() -> vm.limitMhz = from(0));
            case "shares" -> orNothing(() -> vm.shares = whole(1));
            case "netMbps" -> orNothing(() -> vm.netMbps = from(0));
            case "memActiveMib" -> orNothing(() -> vm.memActiveMib = whole(0));
            case "dirtyMibPerSecond" -> orNothing(() -> vm.dirtyMibPerSecond = from(0));
            case "resourcePool" -> orNothing(() -> vm.resourcePool = json.string());
            default -> reach(vm.reach, field);
        }
    }

    private void rule(RawRule rule, String field) {
        switch (field) {
            case "id" -> orNothing(() -> rule.id = json.string());
            case "kind" -> rule.kind = json.string();
            case "vmIds" ->
                orNothing(() -> {
                    rule.vmIdsGiven = true;
                    texts(rule.vmIds);
                });
            case "hostIds" ->
                orNothing(() -> {
                    rule.hostIdsGiven = true;
                    texts(rule.hostIds);
                });
            case "weight" -> orNothing(() -> rule.weight = above(0));
            case "label" -> orNothing(() -> rule.label = json.string());
            case "maxSharePct" -> orNothing(() -> rule.maxSharePct = above(0));
            case "negate" -> orNothing(() -> rule.negate = json.bool());
            case "hostGroups" -> orNothing(() -> rule.hostGroups = groups());
            case "hostGroupsRef" -> orNothing(() -> rule.hostGroupsRef = (int) Math.min(Integer.MAX_VALUE, whole(0)));
            default -> json.skip();
        }
    }

    private List<List<String>> groups() {
        var groups = new ArrayList<List<String>>();
        json.array(() -> {
            var group = new ArrayList<String>();
            json.array(() -> group.add(json.string()));
            groups.add(group);
        });
        return groups;
    }

    private double[] numbers() {
        var values = new double[32];
        var count = new int[1];
        var holder = new double[][] {values};
        json.array(() -> {
            if (count[0] == holder[0].length) {
                holder[0] = Arrays.copyOf(holder[0], count[0] * 2);
            }
            holder[0][count[0]++] = from(0);
        });
        return Arrays.copyOf(holder[0], count[0]);
    }

    private void orNothing(Runnable value) {
        if (json.atNull()) {
            json.nothing();
        } else {
            value.run();
        }
    }

    private double from(double least) {
        var value = json.number();
        if (value < least) {
            throw invalid("a number from " + trim(least), trim(value));
        }
        return value;
    }

    private double above(double bound) {
        var value = json.number();
        if (value <= bound) {
            throw invalid("a number above " + trim(bound), trim(value));
        }
        return value;
    }

    private long whole(long least) {
        var value = json.number();
        if (value >= least && value <= LARGEST_WHOLE && value == Math.rint(value)) {
            if (value < FIRST_INEXACT) {
                return (long) value;
            }
            var exact = json.lastNumber();
            if (exact.compareTo(TOO_LARGE) < 0 && exact.stripTrailingZeros().scale() <= 0) {
                return exact.longValueExact();
            }
        }
        throw invalid("a whole number from %d to below 2^63".formatted(least), trim(value));
    }

    private static String trim(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private BadInput invalid(String expected, String found) {
        return new BadInput(
                ErrorCode.INVALID_VALUE,
                json.place(),
                "%s should be %s, but is %s.".formatted(json.place(), expected, found));
    }
}
