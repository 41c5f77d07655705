package io.atoll.manager.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.ScriptedAgent;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Three hosts and a management controller that one of them may be given, for tests of what people do with their power. */
final class PowerDesk {
    final Datacenter dc;
    final ApiClient api;
    final FakeRedfish controller;

    PowerDesk(ManagerUnderTest manager) throws Exception {
        dc = Datacenter.of(manager, 3);
        api = manager.admin();
        controller = FakeRedfish.onLoopback();
    }

    void close() {
        controller.close();
        dc.close();
    }

    /** Hosts that answer and have no control; a controller that says ON and obeys. */
    void anew() throws Exception {
        controller.isHonest();
        controller.says("On");
        for (var name : List.of("a", "b", "c")) {
            dc.host(name).isHonest();
            dc.host(name).start();
            dc.awaitReady(dc.host(name));
            assertThat(api.delete(path(name) + "/power").status()).isIn(204, 404);
        }
    }

    String path(String host) {
        return "/api/v1/hosts/" + dc.host(host).id();
    }

    Map<String, Object> redfish() throws Exception {
        return controller.control();
    }

    Map<String, Object> with(String field, Object value) throws Exception {
        var body = redfish();
        body.put(field, value);
        return body;
    }

    JsonNode put(String host, Map<String, Object> body) throws Exception {
        var answer = api.put(path(host) + "/power", body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    String act(String host, String action, Map<String, Object> body) {
        var accepted = dc.post(path(host) + "/actions/" + action, body);
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
        return accepted.json().at("/metadata/id").asString();
    }

    JsonNode power(String host) {
        return dc.get(path(host) + "/power");
    }

    /** The host dies when its controller cuts its power, and comes back when it is switched on. */
    void whenOff(ScriptedAgent host) {
        controller.onReset(type -> {
            controller.obey(type);
            if (type.equals("On")) {
                host.start();
            } else {
                host.hostDies();
            }
        });
    }
}
