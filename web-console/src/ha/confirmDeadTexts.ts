/** The texts of the dialog that confirms a host's death. */
const en = {
  "ha.dead.title": "Confirm that {name} is switched off",
  "ha.dead.means":
    "You give your word that {name} is switched off. HA then waits for nothing more: it takes its VMs and starts them elsewhere at once.",
  "ha.dead.danger":
    "Dangerous if the host still runs, even when it does not answer: with only its network cut, the same VMs would run twice, write to the same disks and destroy their data. Look at the machine or its power supply first. This cannot be taken back.",
  "ha.dead.asking": "Asking the manager what would happen…",
  "ha.dead.refused": "The manager would not accept this:",
  "ha.dead.then": "What happens then",
  "ha.dead.note": "How do you know?",
  "ha.dead.note.help": "Kept in the audit log with your name.",
  "ha.dead.verb.long": "It is off: restart its VMs",
  "ha.dead.done": "HA was told that {name} is off.",
} as const;

export const CONFIRM_DEAD_TEXTS = {
  en,
  zh: {
    "ha.dead.title": "确认 {name} 已断电",
    "ha.dead.means": "您保证 {name} 已经断电。高可用将不再等待，立即接管其虚拟机并在其他主机上启动。",
    "ha.dead.danger":
      "如果主机仍在运行，即使没有响应，也很危险：若只是网络中断，同一虚拟机会运行两份并写入相同的磁盘，数据将被毁坏。请先查看机器或其电源。此操作不可撤回。",
    "ha.dead.asking": "正在询问管理服务器会发生什么…",
    "ha.dead.refused": "管理服务器不会接受：",
    "ha.dead.then": "随后发生的事",
    "ha.dead.note": "您如何确定？",
    "ha.dead.note.help": "将与您的用户名一起记入审计日志。",
    "ha.dead.verb.long": "已断电，重启其虚拟机",
    "ha.dead.done": "已告知高可用：{name} 已断电。",
  } satisfies Record<keyof typeof en, string>,
};
