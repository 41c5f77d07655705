// What the hostile cases work with: callers of every kind, an image, and names that nobody else uses.
import { Client } from "../lib/client.mjs";

/**
 * @typedef {{ url: string, caPem: string, adminToken: string, imageId: string, clusterId: string, agents: { host: string, port: number }[],
 *   zookeeper: { host: string, port: number } | null, agentCommand: string[] | null, workDir: string }} Target
 * @typedef {Awaited<ReturnType<typeof createContext>>} Context
 */

/** @param {Target} target */
export async function createContext(target) {
  const anonymous = new Client({ url: target.url, ca: target.caPem });
  const admin = anonymous.as(target.adminToken);
  let count = 0;
  const run = Date.now().toString(36);
  const name = (/** @type {string} */ kind) => `hostile-${kind}-${run}-${++count}`;
  const tokenFor = async (/** @type {string} */ role) => {
    const answer = await admin.post("/api/v1/tokens", { name: name("token"), role });
    if (answer.status !== 201) throw new Error(`no ${role} token: ${answer.text}`);
    return { id: answer.json.id ?? answer.json.metadata?.id, secret: String(answer.json.secret) };
  };
  const viewerToken = await tokenFor("VIEWER");
  const operatorToken = await tokenFor("OPERATOR");
  return {
    ...target,
    anonymous,
    admin,
    viewer: anonymous.as(viewerToken.secret),
    operator: anonymous.as(operatorToken.secret),
    name,
    tokenFor,
    /** Makes a user and answers how to log in. @param {string} role */
    async user(role) {
      const username = name("user");
      const password = `Pass-${name("w")}-Long-Enough`;
      const answer = await admin.post("/api/v1/users", { username, password, role, displayName: username });
      if (answer.status !== 201) throw new Error(`no user: ${answer.text}`);
      return { id: String(answer.json.id ?? answer.json.metadata?.id), username, password };
    },
    /** Logs in and answers the session cookie. @param {{ username: string, password: string }} who */
    async login(who) {
      const answer = await anonymous.post("/api/v1/sessions", { username: who.username, password: who.password });
      const cookie = String(answer.headers["set-cookie"] ?? "").split(";")[0] ?? "";
      return { answer, cookie };
    },
    async close() {
      for (const token of [viewerToken, operatorToken]) await admin.delete(`/api/v1/tokens/${token.id}`);
      for (const client of [anonymous, admin]) client.close();
    },
  };
}
