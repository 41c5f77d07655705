package io.atoll.manager.inventory.internal;

import io.atoll.manager.inventory.PoolLink;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which pools and networks work on which host, as last heard. Each change answers whether it was one. */
@Component
public class HostAttachments {
    private final JdbcClient jdbc;

    HostAttachments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How a network is on a host. */
    public enum NetworkPhase {
        APPLYING,
        READY,
        FAILED
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public boolean setPool(PoolId pool, HostId host, PoolLink link) {
        return jdbc.sql("""
                        insert into pool_host (pool_id, host_id, reachable, detail, direct_io)
                        select p.id, :host, :reachable, :detail, :directIo from pool p where p.id = :pool
                        on conflict (pool_id, host_id) do update
                           set reachable = excluded.reachable, detail = excluded.detail, direct_io = excluded.direct_io
                        where (pool_host.reachable, pool_host.detail, pool_host.direct_io)
                              is distinct from (excluded.reachable, excluded.detail, excluded.direct_io)
                        """)
                        .param("pool", pool.value())
                        .param("host", host.value())
                        .param("reachable", link.reachable())
                        .param("detail", link.detail())
                        .param("directIo", link.directIo())
                        .update()
                == 1;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public boolean setNetwork(NetworkId network, HostId host, NetworkPhase phase, String detail) {
        return jdbc.sql("""
                        insert into network_host (network_id, host_id, state, detail)
                        select n.id, :host, :state, :detail from network n where n.id = :network for key share of n
                        on conflict (network_id, host_id) do update set state = excluded.state, detail = excluded.detail
                        where (network_host.state, network_host.detail) is distinct from (excluded.state, excluded.detail)
                        """)
                        .param("network", network.value())
                        .param("host", host.value())
                        .param("state", phase.name())
                        .param("detail", detail)
                        .update()
                == 1;
    }

    @Transactional(readOnly = true)
    public Optional<PoolLink> pool(PoolId pool, HostId host) {
        return jdbc.sql("select reachable, detail, direct_io from pool_host where pool_id = :pool and host_id = :host")
                .param("pool", pool.value())
                .param("host", host.value())
                .query((row, _) ->
                        new PoolLink(row.getBoolean("reachable"), row.getString("detail"), row.getBoolean("direct_io")))
                .optional();
    }

    @Transactional(readOnly = true)
    public Set<PoolId> reachablePools(HostId host) {
        return jdbc
                .sql("select pool_id from pool_host where host_id = :host and reachable")
                .param("host", host.value())
                .query((row, _) -> new PoolId(row.getObject("pool_id", UUID.class)))
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    @Transactional(readOnly = true)
    public Set<NetworkId> offeredNetworks(HostId host) {
        return jdbc
                .sql("select network_id from network_host where host_id = :host and state = 'READY'")
                .param("host", host.value())
                .query((row, _) -> new NetworkId(row.getObject("network_id", UUID.class)))
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    @Transactional(readOnly = true)
    public Map<HostId, Set<PoolId>> reachablePools(ClusterId cluster) {
        return byHost(
                cluster,
                "select l.host_id, l.pool_id as id from pool_host l join host h on h.id = l.host_id"
                        + " where h.cluster_id = :cluster and l.reachable",
                PoolId::new);
    }

    @Transactional(readOnly = true)
    public Map<HostId, Set<NetworkId>> offeredNetworks(ClusterId cluster) {
        return byHost(
                cluster,
                "select l.host_id, l.network_id as id from network_host l join host h on h.id = l.host_id"
                        + " where h.cluster_id = :cluster and l.state = 'READY'",
                NetworkId::new);
    }

    private <T> Map<HostId, Set<T>> byHost(ClusterId cluster, String sql, Function<UUID, T> type) {
        var found = new HashMap<HostId, Set<T>>();
        jdbc.sql(sql).param("cluster", cluster.value()).query(row -> {
            found.computeIfAbsent(new HostId(row.getObject("host_id", UUID.class)), _ -> new HashSet<>())
                    .add(type.apply(row.getObject("id", UUID.class)));
        });
        return found;
    }
}
