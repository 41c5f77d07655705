// What the hostile suite needs to know of the lab it runs against.
import { credentials, findByName, setting } from "../../lab/api.mjs";
import { Lab, LabProcess } from "./lab.mjs";
import { stateDirOf } from "./traces.mjs";

export async function hostileTarget() {
  const lab = await Lab.open();
  const { url, caPem, token } = credentials();
  const clusters = await lab.call("GET", "/clusters");
  const image = await findByName(lab.client, "images", "guest");
  await lab.close();
  const agents = setting("ATOLL_AGENTS")
    .trim()
    .split(/\s+/)
    .map((address) => ({ host: address.split(":")[0] ?? "", port: Number(address.split(":")[1]) }));
  const zookeepers = setting("ATOLL_LAB_ZOOKEEPER")
    .split(",")
    .map((address) => ({ host: address.split(":")[0] ?? "", port: Number(address.split(":")[1]) }));
  return {
    url,
    caPem,
    adminToken: token,
    imageId: String(image.metadata.id),
    clusterId: String(clusters.items[0].metadata.id),
    agents,
    zookeeper: zookeepers[0] ?? null,
    agentCommand: [setting("ATOLL_AGENT_COMMAND")],
    hostStateDir: stateDirOf(1),
    managerPid: LabProcess.manager().pid,
    /** Whom the manager talks to of its own accord: agents, its ZooKeeper. Its Postgres is always connected. */
    knownPeers: [
      ...agents.map((agent) => `${agent.host}:${agent.port}`),
      ...zookeepers.map(({ host, port }) => `${host}:${port}`),
      `127.0.0.1:${setting("ATOLL_ZOOKEEPER_PORT")}`,
    ],
  };
}
