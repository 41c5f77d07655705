const HOUR_MS = 3_600_000;
const GRAIN_MS = 300_000;

/** So many hours before now, to five minutes, so that not each second asks anew. */
export function hoursAgo(now: Date, hours: number): string {
  const at = Math.floor(now.getTime() / GRAIN_MS) * GRAIN_MS - hours * HOUR_MS;
  return new Date(at).toISOString();
}

export interface Piece {
  /** Shares of the time shown, from 0 to 1. */
  begin: number;
  end: number;
}

/** Spans cut to the time shown, as shares of it; one that has not ended goes on until now. */
export function pieces(
  spans: readonly { beganAt: string; endedAt: string | null }[],
  fromMs: number,
  toMs: number,
): Piece[] {
  const share = (ms: number) => Math.min(1, Math.max(0, (ms - fromMs) / (toMs - fromMs)));
  return spans
    .map(({ beganAt, endedAt }) => ({
      begin: share(Date.parse(beganAt)),
      end: share(endedAt === null ? toMs : Date.parse(endedAt)),
    }))
    .filter(({ begin, end }) => end > begin);
}
