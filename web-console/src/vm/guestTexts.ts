/** The texts of what a guest says of itself. */
const en = {
  title: "Guest",
  os: "Operating system",
  kernel: "Kernel",
  hostName: "Host name",
  setUp: "First set-up (cloud-init)",
  "setUp.RUNNING": "under way",
  "setUp.DONE": "done",
  "setUp.FAILED": "ended with errors",
  fileSystem: "File system",
  type: "Type",
  used: "Used",
  "used.text": "{used} of {total}",
  "used.label": "Used of {mountPoint}",
  said: "What the agent inside the guest says; it is not checked.",
} as const;

export const GUEST_TEXTS = {
  en,
  zh: {
    title: "客户机",
    os: "操作系统",
    kernel: "内核",
    hostName: "主机名",
    setUp: "首次配置（cloud-init）",
    "setUp.RUNNING": "进行中",
    "setUp.DONE": "已完成",
    "setUp.FAILED": "结束但有错误",
    fileSystem: "文件系统",
    type: "类型",
    used: "已用",
    "used.text": "{used} / {total}",
    "used.label": "{mountPoint} 已用",
    said: "由客户机内的代理报告，未经核实。",
  } satisfies Record<keyof typeof en, string>,
};
