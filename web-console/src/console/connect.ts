/** Opens the way to a VM's screen or serial line: a ticket for one use, then a WebSocket that carries it in a header. */
import { API_PATH, post } from "../api/http";

export type ConsoleKind = "VNC" | "SERIAL";

/** The manager closes with this when the VM has moved to another host: connect again, with a new ticket. */
export const CLOSED_MOVED = 4001;

interface Ticket {
  ticket: string;
  expiresAt: string;
  path: string;
}

export async function openConsole(vmId: string, kind: ConsoleKind): Promise<WebSocket> {
  const { ticket } = await post<Ticket>(`/vms/${vmId}/console-tickets`, { kind });
  const url = new URL(`${API_PATH}/console`, location.href);
  url.protocol = url.protocol === "http:" ? "ws:" : "wss:";
  const socket = new WebSocket(url, ["binary", `ticket.${ticket}`]);
  socket.binaryType = "arraybuffer";
  return socket;
}
