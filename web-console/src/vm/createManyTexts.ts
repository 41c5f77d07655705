/** The texts of making many VMs at once. */
const en = {
  "many.count": "How many",
  "many.count.help": "Up to 200 at once; they differ by the number in their names.",
  "many.pattern": "Name pattern",
  "many.pattern.help": "{pattern} makes {first} to {last}. Write {number} where the number goes, or {twoDigits}.",
  "many.submit": "Create {count} VMs",
  "many.submit.start": "Create and start {count} VMs",
  "many.fits": "All {count} fit.",
  "many.fits.some": "{fitting} of {count} fit.",
  "many.host": "{host}: {count}",
  "many.unplaced": "{count} would not be made, from {name} on: {reason}",
} as const;

export const CREATE_MANY_TEXTS = {
  en,
  zh: {
    "many.count": "数量",
    "many.count.help": "一次最多 200 台，名称以编号区分。",
    "many.pattern": "名称模式",
    "many.pattern.help":
      "{pattern} 生成 {first} 至 {last}。用 {number} 表示编号的位置，或用 {twoDigits} 表示两位数字。",
    "many.submit": "创建 {count} 台虚拟机",
    "many.submit.start": "创建并启动 {count} 台虚拟机",
    "many.fits": "{count} 台均可放置。",
    "many.fits.some": "{count} 台中可放置 {fitting} 台。",
    "many.host": "{host}：{count} 台",
    "many.unplaced": "自 {name} 起有 {count} 台无法创建：{reason}",
  } satisfies Record<keyof typeof en, string>,
};
