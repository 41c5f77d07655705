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
  const { hostname } = new URL(url);
  return {
    url,
    caPem,
    adminToken: token,
    imageId: String(image.metadata.id),
    clusterId: String(clusters.items[0].metadata.id),
    agents,
    zookeeper: { host: hostname, port: Number(setting("ATOLL_ZOOKEEPER_PORT")) },
    agentCommand: [setting("ATOLL_AGENT_COMMAND")],
    hostStateDir: stateDirOf(1),
    managerPid: LabProcess.manager().pid,
    /** Whom the manager talks to of its own accord: agents, its ZooKeeper. Its Postgres is always connected. */
    knownPeers: [
      ...agents.map((agent) => `${agent.host}:${agent.port}`),
      ...[hostname, "127.0.0.1"].map((host) => `${host}:${setting("ATOLL_ZOOKEEPER_PORT")}`),
    ],
  };
}
