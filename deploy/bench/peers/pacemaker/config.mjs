// The files and the XML of a Pacemaker cluster, as texts; pure.

export const SUBNET = "10.76";
const CONTROLLER_PORT = 6230;
const USER = "admin";
const MEMORY_MIB = 32;

/** @typedef {"default" | "tuned"} Mode default: as its packages have it, but for what must be set at all; the README says what */

/** @param {number} host */
export const nodeOf = (host) => `lh${host}`;

/** @param {number} host */
const addressOf = (host) => `${SUBNET}.1.${host}`;

/** Where the switch and all management controllers are. */
const CONTROLLERS = `${SUBNET}.0.1`;

/** Files below /etc of a host. @param {number} host @param {number[]} hosts @param {Mode} mode @returns {Record<string, string>} */
export const etcOf = (host, hosts, mode) => ({
  hostname: `${nodeOf(host)}\n`,
  hosts: ["127.0.0.1 localhost", ...hosts.map((one) => `${addressOf(one)} ${nodeOf(one)}`), ""].join("\n"),
  "resolv.conf": "",
  "machine-id": `${host.toString(16).padStart(32, "0")}\n`,
  "corosync/corosync.conf": corosync(hosts, mode),
  "libvirt/libvirtd.conf": `auth_unix_rw = "none"
host_uuid = "00000000-0000-4000-8000-${host.toString(16).padStart(12, "0")}"
log_outputs = "3:file:/var/log/libvirt/libvirtd.log"
`,
  // No accounts, labels and cgroups of its own for each guest: there is no systemd here that would give them.
  "libvirt/qemu.conf": `user = "root"
group = "root"
security_driver = "none"
dynamic_ownership = 0
remember_owner = 0
cgroup_controllers = [ ]
namespaces = [ ]
stdio_handler = "file"
`,
});

/** @param {number[]} hosts @param {Mode} mode */
function corosync(hosts, mode) {
  const nodes = hosts.map(
    (host) => `  node {
    name: ${nodeOf(host)}
    nodeid: ${host}
    ring0_addr: ${addressOf(host)}
  }`,
  );
  // Without the coefficient a third node would make it 1.65 s.
  const token = mode === "tuned" ? "  token: 1000\n  token_coefficient: 0\n" : "";
  return `totem {
  version: 2
  cluster_name: atoll-peer
  transport: knet
  crypto_cipher: none
  crypto_hash: none
${token}}
quorum {
  provider: corosync_votequorum
}
logging {
  to_stderr: no
  to_syslog: no
  to_logfile: yes
  logfile: /var/log/corosync/corosync.log
  timestamp: hires
}
nodelist {
${nodes.join("\n")}
}
`;
}

/** Files of the simulated management controller of a host. @param {number} host @param {string} password @param {string} chassis command */
export const controllerOf = (host, password, chassis) => ({
  "lan.conf": `name "host-${host}"
set_working_mc 0x20
  startlan 1
    addr ${CONTROLLERS} ${CONTROLLER_PORT + host}
    priv_limit admin
    allowed_auths_callback none md2 md5 straight
    allowed_auths_user none md2 md5 straight
    allowed_auths_operator none md2 md5 straight
    allowed_auths_admin none md2 md5 straight
    guid a123456789abcdefa123456789abcd0${host}
  endlan
  chassis_control "${chassis} ${host}"
  user 1 true "" "none" user 10 none md2 md5 straight
  user 2 true "${USER}" "${password}" admin 10 none md2 md5 straight
`,
  "sim.emu": `mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
sel_enable 0x20 1000 0x0a
mc_enable 0x20
`,
});

/** @typedef {{ id: string, name: string, disk: string, xml: string }} Guest id: the UUID; xml: the file that describes it */

/**
 * The witness with the devices that it uses of those Atoll gives it, and the same emulation.
 * @param {Guest} guest
 */
export const domainOf = ({ id, name, disk }) => `<domain type='qemu'>
  <name>${name}</name>
  <uuid>${id}</uuid>
  <memory unit='MiB'>${MEMORY_MIB}</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type><boot dev='hd'/></os>
  <features><acpi/><apic/><tcg><tb-cache unit='MiB'>8</tb-cache></tcg></features>
  <cpu mode='custom' match='exact' check='none'><model fallback='forbid'>qemu64</model></cpu>
  <on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>destroy</on_crash>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='none' io='threads' discard='unmap'/>
      <source file='${disk}'/>
      <target dev='vda' bus='virtio'/>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x08' function='0x0'/>
    </disk>
    <video><model type='vga' vram='4096'/></video>
    <serial type='null'><target port='0'/></serial>
    <controller type='usb' model='qemu-xhci'/>
    <memballoon model='none'/>
  </devices>
</domain>
`;

/** @param {string} id @param {Record<string, string | number>} values */
const pairs = (id, values) =>
  Object.entries(values)
    .map(([name, value]) => `<nvpair id="${id}-${name}" name="${name}" value="${value}"/>`)
    .join("");

/** Properties of the cluster. The load of one simulated host is that of all: each would start one VM at a time. @param {Mode} mode @returns {Record<string, string>} */
export const optionsOf = (mode) => ({
  "stonith-enabled": "true",
  ...(mode === "tuned" ? { "load-threshold": "10000%" } : {}),
});

/**
 * Fences, VMs and where they are to run.
 * @param {number[]} hosts @param {Guest[]} guests @param {{ home: number, password: string, mode: Mode }} how home: where all
 *   guests like to be
 */
export const configuration = (hosts, guests, { home, password, mode }) => `<configuration>
${resources(hosts, guests, password, mode)}
${constraints(hosts, guests, home)}
</configuration>
`;

/** A device that fences for each host, and the VMs. @param {number[]} hosts @param {Guest[]} guests @param {string} password @param {Mode} mode */
function resources(hosts, guests, password, mode) {
  const fences = hosts.map((host) => {
    const id = `fence-${host}`;
    const values = {
      ip: CONTROLLERS,
      ipport: CONTROLLER_PORT + host,
      lanplus: 1,
      cipher: 3,
      username: USER,
      password,
      pcmk_host_list: nodeOf(host),
      ...(mode === "tuned" ? { power_wait: 0, pcmk_reboot_action: "off" } : {}),
    };
    return `<primitive id="${id}" class="stonith" type="fence_ipmilan">
<instance_attributes id="${id}-values">${pairs(`${id}-values`, values)}</instance_attributes>
<operations><op id="${id}-monitor" name="monitor" interval="300s" timeout="60s"/></operations></primitive>`;
  });
  return `<resources>${[...fences, ...guests.map(vm)].join("\n")}</resources>`;
}

/** @param {Guest} guest */
function vm({ name, xml }) {
  const op = (/** @type {string} */ what, /** @type {string} */ interval, /** @type {string} */ timeout) =>
    `<op id="${name}-${what}" name="${what}" interval="${interval}" timeout="${timeout}"/>`;
  // A guest that hears no request to shut down is stopped by force, which is asked of none while a host dies.
  const values = { config: xml, hypervisor: "qemu:///system", force_stop: "true" };
  return `<primitive id="${name}" class="ocf" provider="heartbeat" type="VirtualDomain">
<instance_attributes id="${name}-values">${pairs(`${name}-values`, values)}</instance_attributes>
<operations>${op("start", "0", "90s")}${op("stop", "0", "90s")}${op("monitor", "10s", "30s")}</operations></primitive>`;
}

/** No host fences itself, and all VMs like to be on one of them. @param {number[]} hosts @param {Guest[]} guests @param {number} home */
function constraints(hosts, guests, home) {
  const likes = (/** @type {string} */ id, /** @type {number} */ host, /** @type {string} */ score) =>
    `<rsc_location id="${id}-place" rsc="${id}" node="${nodeOf(host)}" score="${score}"/>`;
  const all = [
    ...hosts.map((host) => likes(`fence-${host}`, host, "-INFINITY")),
    ...guests.map(({ name }) => likes(name, home, "100")),
  ];
  return `<constraints>${all.join("\n")}</constraints>`;
}
