// Reads Pacemaker's log.

/** "Nov 29 09:10:11.123 lh2 pacemaker-fenced [77] (...) notice: Operation 'reboot' targeting lh1 by lh3 ...: OK (Done)" */
const FENCED =
  /^(\w{3}) +(\d+) (\d\d:\d\d:\d\d\.\d{3})\S* .* Operation '(?:reboot|off)' targeting (\S+) .*: (?:OK|complete)/;

/** The year is not in the log: the last in which this is not in the future. @param {string} day @param {string} time @param {number} nowMs */
function momentOf(day, time, nowMs) {
  const year = new Date(nowMs).getFullYear();
  const atMs = Date.parse(`${day} ${year} ${time}`);
  return atMs > nowMs + 86_400_000 ? Date.parse(`${day} ${year - 1} ${time}`) : atMs;
}

/** When the fencing of a node was reported done, since a moment. @param {string} log @param {string} node @param {number} sinceMs */
export function fencingsIn(log, node, sinceMs) {
  return log.split("\n").flatMap((line) => {
    const [, month, day, time, target] = FENCED.exec(line) ?? [];
    if (!month || !day || !time || target !== node) return [];
    const atMs = momentOf(`${month} ${day}`, time, Date.now());
    return atMs >= sinceMs ? [atMs] : [];
  });
}
