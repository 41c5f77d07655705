export const LEVELS = [1, 2, 3, 4, 5] as const;

/** The level as the texts know it. */
export const levelOf = (level: number): (typeof LEVELS)[number] => LEVELS.find((known) => known === level) ?? 3;
