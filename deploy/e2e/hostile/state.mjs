// What the installation holds, as far as a refused request must not change it.

const KINDS = ["clusters", "hosts", "networks", "pools", "images", "vms"];

/** One line for each object and what is wanted of it. @param {import("./context.mjs").Context} c */
export async function stateOf(c) {
  const lines = [];
  for (const kind of KINDS)
    for (const one of await items(c, kind))
      lines.push(
        `${kind} ${one.metadata.id} ${one.metadata.name} ${JSON.stringify(one.metadata.labels)} ${JSON.stringify(one.spec)} ${one.status?.powerState ?? ""}`,
      );
  for (const one of await items(c, "users"))
    lines.push(`users ${one.id} ${one.username} ${one.displayName} ${one.role} ${one.disabled}`);
  for (const one of await items(c, "tokens")) lines.push(`tokens ${one.id} ${one.name} ${one.role}`);
  for (const one of await items(c, "join-tokens")) lines.push(`join-tokens ${one.id} ${one.usedAt ?? "unused"}`);
  return lines.sort();
}

/** @param {import("./context.mjs").Context} c @param {string} kind @returns {Promise<any[]>} */
async function items(c, kind) {
  const paged = KINDS.includes(kind) ? "?limit=200" : "";
  const answer = await c.admin.get(`/api/v1/${kind}${paged}`);
  if (answer.status !== 200) throw new Error(`cannot list ${kind}: ${answer.text}`);
  return answer.json.items;
}
