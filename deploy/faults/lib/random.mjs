// Random numbers that come out the same for the same seed, so that a run can be repeated (mulberry32).

export class SeededRandom {
  #state;

  /** @param {number | string} seed */
  constructor(seed) {
    let hash = 2166136261;
    for (const character of String(seed)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
    this.#state = hash >>> 0;
  }

  /** At least 0, less than 1. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. @param {number} least @param {number} most */
  between(least, most) {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** @template T @param {T[]} all @returns {T} */
  pick(all) {
    if (all.length === 0) throw new Error("nothing to pick from");
    return /** @type {T} */ (all[this.between(0, all.length - 1)]);
  }

  /** @template T @param {T[]} all @returns {T[]} */
  shuffle(all) {
    const mixed = [...all];
    for (let at = mixed.length - 1; at > 0; at--) {
      const other = this.between(0, at);
      [mixed[at], mixed[other]] = [/** @type {T} */ (mixed[other]), /** @type {T} */ (mixed[at])];
    }
    return mixed;
  }
}

/**
 * What a scenario draws from lists. Round after round goes through all combinations, beginning where the seed says, so that a
 * few rounds have had each.
 */
export class Draws {
  #place;

  /** @param {string} seed of all rounds @param {string} scenario @param {number} round */
  constructor(seed, scenario, round) {
    this.#place = new SeededRandom(`${seed} draws ${scenario}`).between(0, 999) + round;
  }

  /** @template T @param {T[]} choices @returns {T} */
  next(choices) {
    const drawn = /** @type {T} */ (choices[this.#place % choices.length]);
    this.#place = Math.floor(this.#place / choices.length);
    return drawn;
  }
}
