import https from "node:https";

/** An open event stream, and when each event arrived. */
export class EventStream {
  /** @param {import("./client.mjs").Client} client @param {string} types */
  static open(client, types) {
    return /** @type {Promise<EventStream>} */ (
      new Promise((resolve, reject) => {
        const request = https.get(
          {
            host: client.base.hostname,
            port: client.base.port,
            path: `/api/v1/events?types=${encodeURIComponent(types)}`,
            ca: client.ca,
            headers: { Accept: "text/event-stream", Authorization: `Bearer ${client.token}` },
          },
          (response) => {
            if (response.statusCode !== 200) reject(new Error(`event stream: HTTP ${response.statusCode}`));
            else resolve(new EventStream(request, response));
          },
        );
        request.on("error", reject);
      })
    );
  }

  /** @type {{ atMs: number, data: any }[]} */
  events = [];
  #request;
  #pending = "";

  /** @param {import("node:http").ClientRequest} request @param {import("node:http").IncomingMessage} response */
  constructor(request, response) {
    this.#request = request;
    response.setEncoding("utf8");
    response.on("data", (part) => this.#take(part));
    response.on("error", () => undefined);
  }

  close() {
    this.#request.destroy();
  }

  /** @param {string} part */
  #take(part) {
    this.#pending += part;
    const blocks = this.#pending.split("\n\n");
    this.#pending = blocks.pop() ?? "";
    for (const block of blocks) {
      const lines = block.split("\n").filter((line) => line.startsWith("data:"));
      if (lines.length === 0) continue;
      const { data } = JSON.parse(lines.map((line) => line.slice(5)).join("\n"));
      if (data?.id) this.events.push({ atMs: Date.now(), data });
    }
  }
}
