/** The texts about the CPU that the guests of a cluster see. */
const en = {
  "cpu.title": "CPU of the cluster's guests",
  "cpu.model": "Guests that start now see",
  "cpu.model.value": "{model} and {count} features in all",
  "cpu.features": "Features",
  "cpu.setting": "CPU model",
  "cpu.setting.auto": "The best that all hosts share",
  "cpu.lacks": "What hosts lack",
  "cpu.lacks.none": "All hosts can give their guests the same.",
  "cpu.without": "Without {host} guests would see {model} and get {features} in addition.",
  "cpu.keptOut": "{count} running VMs cannot move to {host} until they have been stopped and started: {names}",
  "cpu.saved": "The CPU model is saved; running VMs keep theirs until they are stopped and started.",
} as const;

export const PROCESSOR_TEXTS = {
  en,
  zh: {
    "cpu.title": "集群客户机的 CPU",
    "cpu.model": "现在启动的客户机看到",
    "cpu.model.value": "{model}，共 {count} 项特性",
    "cpu.features": "特性",
    "cpu.setting": "CPU 型号",
    "cpu.setting.auto": "所有主机共有的最佳型号",
    "cpu.lacks": "主机缺少的特性",
    "cpu.lacks.none": "所有主机可为客户机提供相同的特性。",
    "cpu.without": "若没有 {host}，客户机将看到 {model}，并额外获得 {features}。",
    "cpu.keptOut": "{count} 台运行中的虚拟机在停止并重新启动之前无法迁移到 {host}：{names}",
    "cpu.saved": "CPU 型号已保存；运行中的虚拟机在停止并重新启动之前保持原有 CPU。",
  } satisfies Record<keyof typeof en, string>,
};
