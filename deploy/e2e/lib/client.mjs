// A small HTTPS client for tests: full control over headers and body bytes, the installation's CA pinned, no redirects.
import https from "node:https";
import tls from "node:tls";

/**
 * @typedef {{ status: number, headers: import("node:http").IncomingHttpHeaders, body: Buffer, text: string, json: any }} Answer
 * @typedef {{ method?: string, headers?: Record<string, string>, body?: unknown, raw?: Buffer | string, token?: string,
 *   type?: string, timeoutMs?: number, again?: boolean }} Options
 * again: what is lost with a kept connection may be sent once more, whatever it does
 */

export class Client {
  /** Requests sent by all clients of this process. */
  static sent = 0;

  /** @param {{ url: string, ca: string, token?: string, localAddress?: string }} target */
  constructor(target) {
    this.base = new URL(target.url);
    this.ca = target.ca;
    this.token = target.token;
    this.agent = new https.Agent({
      ca: target.ca,
      keepAlive: true,
      maxSockets: 64,
      ...(target.localAddress ? { localAddress: target.localAddress } : {}),
    });
  }

  /** @param {string} token */
  as(token) {
    return new Client({ url: this.base.href, ca: this.ca, token });
  }

  /**
   * @param {string} path taken as it is: no normalisation, so that path tricks reach the server
   * @param {Options} [options]
   * @returns {Promise<Answer>}
   */
  request(path, options = {}) {
    const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    const token = options.token ?? this.token;
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body !== undefined) {
      headers["Content-Type"] = options.type ?? "application/json";
      headers["Content-Length"] = String(Buffer.byteLength(body));
    }
    Object.assign(headers, options.headers);
    Client.sent++;
    return new Promise((resolve, reject) => {
      const request = https.request(
        {
          host: this.base.hostname,
          port: this.base.port,
          path,
          method: options.method ?? (body === undefined ? "GET" : "POST"),
          headers,
          agent: this.agent,
          timeout: options.timeoutMs ?? 30_000,
        },
        (response) => void collect(response).then(resolve, reject),
      );
      request.on("timeout", () => request.destroy(new Error(`no answer to ${path} in time`)));
      request.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
        // A kept connection whose other end was killed meanwhile. What reads only can be asked again, on a new one.
        const hungUp = ["ECONNRESET", "EPIPE"].includes(error.code ?? "") && request.reusedSocket;
        if (hungUp && (request.method === "GET" || options.again)) this.request(path, options).then(resolve, reject);
        else reject(error);
      });
      request.end(body);
    });
  }

  /** @param {string} path @param {Options} [options] */
  get(path, options) {
    return this.request(path, { ...options, method: "GET" });
  }

  /** @param {string} path @param {unknown} body @param {Options} [options] */
  post(path, body, options) {
    return this.request(path, { ...options, method: "POST", body });
  }

  /** @param {string} path @param {unknown} body @param {Options} [options] */
  patch(path, body, options) {
    const headers = { "If-Match": "*", ...options?.headers };
    return this.request(path, { ...options, method: "PATCH", body, headers });
  }

  /** @param {string} path @param {Options} [options] */
  delete(path, options) {
    const headers = { "If-Match": "*", ...options?.headers };
    return this.request(path, { ...options, method: "DELETE", headers });
  }

  /**
   * Opens an answer that does not end by itself. What has come so far is in `text`.
   * @param {string} path @param {Record<string, string>} headers
   */
  stream(path, headers) {
    Client.sent++;
    const stream = { status: 0, text: "", closed: false };
    const { hostname: host, port } = this.base;
    const request = https.get({ host, port, path, headers, ca: this.ca, agent: false }, (response) => {
      stream.status = response.statusCode ?? 0;
      response.on("data", (part) => (stream.text += part.toString("utf8")));
      response.on("error", () => undefined);
      response.on("close", () => (stream.closed = true));
    });
    request.on("error", () => (stream.closed = true));
    return stream;
  }

  /**
   * Sends bytes over a fresh TLS connection and answers everything that came back until the peer closed or went quiet.
   * @param {Buffer | string} bytes @param {tls.ConnectionOptions} [options]
   * @returns {Promise<string>}
   */
  bytes(bytes, options = {}) {
    Client.sent++;
    return new Promise((resolve, reject) => {
      /** @type {Buffer[]} */
      const parts = [];
      const socket = tls.connect(
        {
          host: this.base.hostname,
          port: Number(this.base.port),
          ca: this.ca,
          servername: "localhost",
          ...options,
        },
        () => socket.write(bytes),
      );
      socket.setTimeout(3_000, () => socket.destroy());
      socket.on("data", (part) => parts.push(part));
      socket.on("error", (/** @type {Error} */ error) => {
        if (parts.length === 0) reject(error);
      });
      socket.on("close", () => resolve(Buffer.concat(parts).toString("latin1")));
    });
  }

  /**
   * Waits until a task has ended.
   * @param {string} id
   * @param {number} [limitMs]
   */
  async task(id, limitMs = 180_000) {
    const end = Date.now() + limitMs;
    for (;;) {
      const answer = await this.get(`/api/v1/tasks/${id}`);
      if (["SUCCEEDED", "FAILED", "CANCELLED"].includes(answer.json?.state)) return answer.json;
      if (Date.now() > end) throw new Error(`task ${id} did not end: ${answer.text}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  close() {
    this.agent.destroy();
  }
}

/** @param {import("node:http").IncomingMessage} response @returns {Promise<Answer>} */
async function collect(response) {
  /** @type {Buffer[]} */
  const parts = [];
  for await (const part of response) parts.push(part);
  const body = Buffer.concat(parts);
  const text = body.toString("utf8");
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body, text, json };
}
