// The product's promises that several scenarios measure by.

/** Accepted elsewhere and booted elsewhere, on a machine whose hosts share two cores. */
export const TAKEOVER = { startedMs: 10_000, bootedMs: 20_000 };
