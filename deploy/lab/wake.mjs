// Wake-on-LAN as a network card hears it: six times 0xff, then its address sixteen times, anywhere in a packet.

/** The address a magic packet wakes, "02:77:…"; null where the packet is none. @param {Buffer} packet */
export function wokenMac(packet) {
  const start = packet.indexOf(Buffer.alloc(6, 0xff));
  if (start < 0 || packet.length < start + 6 + 16 * 6) return null;
  const mac = packet.subarray(start + 6, start + 12);
  for (let at = 0; at < 16; at++) {
    const from = start + 6 + at * 6;
    if (!packet.subarray(from, from + 6).equals(mac)) return null;
  }
  return mac.toString("hex").replace(/(..)(?=.)/g, "$1:");
}

/** The address of a lab host's first card, as deploy/lib/network.sh gives it. @param {number} lab @param {number} host */
export function macOf(lab, host) {
  const hex = (/** @type {number} */ number) => number.toString(16).padStart(2, "0");
  return `02:77:${hex(lab)}:01:${hex(host)}:01`;
}
