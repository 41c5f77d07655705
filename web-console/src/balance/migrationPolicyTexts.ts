/** The texts of how hard a cluster's migrations try. */
const en = {
  "policy.title": "Live migrations",
  "policy.about":
    "How hard every live migration in this cluster tries: by hand, by DRS, by power saving and in maintenance. What is under way goes on as it began.",
  "policy.ladder": "Pauses, in milliseconds",
  "policy.ladder.help":
    "How long a guest may stand still at the end. It begins with the first and goes on to the next each time a pass over its memory came no closer. Separated by commas, each longer than the one before; 1 to 16 of 1 to 60,000.",
  "policy.bandwidth": "Bandwidth of one migration, in MiB per second",
  "policy.bandwidth.help": "0: as much as it gets.",
  "policy.autoConverge": "Slow a guest down that writes to memory faster than the network carries it",
  "policy.save": "Save",
  "policy.saved": "Saved.",
};

const zh: Record<keyof typeof en, string> = {
  "policy.title": "实时迁移",
  "policy.about":
    "本集群中每次实时迁移的力度：手动迁移、DRS、节能和维护中的迁移都遵循它。正在进行的迁移按开始时的设置继续。",
  "policy.ladder": "暂停时间（毫秒）",
  "policy.ladder.help":
    "迁移结束时客户机可以停顿多久。从第一个开始，每当一轮内存复制没有更接近完成，就使用下一个。以逗号分隔，逐个递增；1 至 16 个，每个 1 至 60000。",
  "policy.bandwidth": "单次迁移的带宽（MiB/秒）",
  "policy.bandwidth.help": "0：不限制。",
  "policy.autoConverge": "客户机写内存的速度超过网络传输速度时，让它变慢",
  "policy.save": "保存",
  "policy.saved": "已保存。",
};

export const MIGRATION_POLICY_TEXTS = { en, zh };
