/** Opens the way to a VM's screen or serial line: a ticket for one use, then a WebSocket that carries it in a header. */
import { to } from "../api/calls";
import { API_PATH, send } from "../api/http";

export type ConsoleKind = "VNC" | "SERIAL";

/** The manager closes with this when the VM has moved to another host: connect again, with a new ticket. */
export const CLOSED_MOVED = 4001;

export async function openConsole(vmId: string, kind: ConsoleKind): Promise<WebSocket> {
  const { ticket } = await send(to.post("/vms/{id}/console-tickets", { id: vmId }, { body: { kind } }));
  const url = new URL(`${API_PATH}/console`, location.href);
  url.protocol = url.protocol === "http:" ? "ws:" : "wss:";
  const socket = new WebSocket(url, ["binary", `ticket.${ticket}`]);
  socket.binaryType = "arraybuffer";
  return socket;
}
