/** The texts of why a VM is where it is. */
const en = {
  "placement.by": "by {who}",
  "placement.earlier": "Decided before ({count})",
  "placement.whyNot": "Why not on another host?",
  "placement.whyNot.choose": "Choose a host",
  "placement.cause.CREATE": "Created",
  "placement.cause.START": "Started",
  "placement.cause.MIGRATE": "Migrated",
  "placement.cause.RETRY": "Placed again: the host chosen first was lost",
  "placement.cause.HA_RESTART": "Restarted by HA",
} as const;

export const WHY_HERE_TEXTS = {
  en,
  zh: {
    "placement.by": "操作者：{who}",
    "placement.earlier": "此前的决定（{count}）",
    "placement.whyNot": "为何不在其他主机上？",
    "placement.whyNot.choose": "选择主机",
    "placement.cause.CREATE": "创建",
    "placement.cause.START": "启动",
    "placement.cause.MIGRATE": "迁移",
    "placement.cause.RETRY": "重新放置：先前选定的主机已失联",
    "placement.cause.HA_RESTART": "由 HA 重启",
  } satisfies Record<keyof typeof en, string>,
};
