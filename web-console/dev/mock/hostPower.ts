/** Power controls in the mock: one host woken and measured, one whose controller is not trusted yet, others without any. */
import type { Host, HostDraw, HostPowerControl } from "../../src/api/types";
import { refuse, type Answer } from "./api";
import { newTask, type World } from "./world";

const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
const FINGERPRINT = "9f2c4be1a07d53c8e6f1b02a94d7c35e8016fa4b7d29c3e85a1f60b4d7e2c913";
const UNTRUSTED = {
  code: "POWER_CERTIFICATE_REFUSED",
  detail: `10.0.3.12 shows the certificate with the SHA-256 fingerprint ${FINGERPRINT}, which is not trusted: no fingerprint and no authority was given. No password was sent.`,
};

export class MockHostPower {
  private readonly controls = new Map<string, HostPowerControl>();
  private readonly models = new Map<string, { idleWatts: number; fullWatts: number }>();
  private revision = 3;

  constructor(private readonly world: World) {
    const [first, second] = [...world.objects.host.values()];
    if (first) {
      this.models.set(first.metadata.id, { idleWatts: 96, fullWatts: 310 });
      this.controls.set(first.metadata.id, this.control(first, {}));
    }
    if (second) {
      const wake = {
        wakeable: false,
        reason: "NEVER_WOKEN" as const,
        detail: "",
        learnedSeconds: null,
        learnedFrom: 0,
      };
      this.controls.set(
        second.metadata.id,
        this.control(second, {
          address: "10.0.3.12",
          certificateSha256: null,
          state: "UNKNOWN",
          stateSince: null,
          lastSeen: null,
          lastFailure: UNTRUSTED,
          wake: { ...wake, attempts: [] },
        }),
      );
    }
  }

  route(method: string, host: Host, path: readonly string[], body: Record<string, unknown>): Answer {
    const [sub, verb] = path;
    if (sub === "model") return this.model(method, host, body);
    if (sub === "actions") return this.task(`host.${String(verb)}`, host);
    const { id } = host.metadata;
    if (method === "DELETE") {
      this.controls.delete(id);
      return { status: 204 };
    }
    if (method === "PUT") {
      if (!body.address) {
        const detail = "address is required.";
        throw refuse(400, "VALIDATION_FAILED", detail, {
          causes: [{ field: "address", code: "VALIDATION_FAILED", detail }],
        });
      }
      this.controls.set(id, this.control(host, body));
    }
    const control = this.controls.get(id);
    if (!control) throw refuse(404, "HOST_POWER_NOT_FOUND", `Host ${host.metadata.name} has no power control.`);
    return { status: 200, body: control };
  }

  task(kind: string, { metadata: { id, name } }: Host): Answer {
    const task = newTask(kind, [{ kind: "host", id, name }], ["power.read"]);
    this.world.put("task", task, "CREATED");
    return { status: 202, body: task };
  }

  private model(method: string, host: Host, body: Record<string, unknown>): Answer {
    const { id, name } = host.metadata;
    if (method === "DELETE") {
      this.models.delete(id);
      return { status: 204 };
    }
    if (method === "PUT") this.models.set(id, body as { idleWatts: number; fullWatts: number });
    const set = this.models.get(id);
    const view: HostDraw = {
      hostId: id,
      hostName: name,
      idleWatts: set?.idleWatts ?? null,
      fullWatts: set?.fullWatts ?? null,
      draw: draw(this.controls.get(id)?.lastSeen != null),
      revision: set ? 1 : 0,
    };
    return { status: 200, body: view };
  }

  private control({ metadata: { id, name } }: Host, said: object): HostPowerControl {
    return {
      hostId: id,
      hostName: name,
      kind: "REDFISH",
      address: "10.0.3.11",
      port: 443,
      user: "atoll",
      secretSet: true,
      certificateSha256: FINGERPRINT,
      caCertificatePem: null,
      session: false,
      systemPath: null,
      cipherSuite: null,
      mac: null,
      switchSeconds: 60,
      shutdownSeconds: 300,
      wakeSeconds: 600,
      provesOff: true,
      state: "ON",
      stateSince: ago(2),
      draw: draw(true),
      wake: {
        wakeable: true,
        reason: null,
        detail: "It came back when it was last told to.",
        learnedSeconds: 184,
        learnedFrom: 2,
        attempts: [
          { taskId: "00000000-0000-0000-0000-00000000f001", at: ago(2), test: false, seconds: 171, failure: null },
          { taskId: "00000000-0000-0000-0000-00000000f002", at: ago(9), test: true, seconds: 184, failure: null },
          {
            taskId: "00000000-0000-0000-0000-00000000f003",
            at: ago(10),
            test: true,
            seconds: null,
            failure: { code: "HOST_NOT_AWAKE", detail: `Host ${name} was switched on, and its agent did not answer.` },
          },
        ],
      },
      lastSeen: { state: "ON", detail: "PowerState is On.", at: ago(0) },
      lastFailure: null,
      updatedAt: ago(10),
      ...said,
      revision: (this.revision += 1),
    };
  }
}

const draw = (measured: boolean): HostDraw["draw"] =>
  measured
    ? { watts: 142, source: "MEASURED", detail: "", at: ago(0) }
    : { watts: null, source: "UNKNOWN", detail: "", at: null };
