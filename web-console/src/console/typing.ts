/**
 * Pasting as typing: a guest has no clipboard, so each character becomes the keys one would press on a US keyboard.
 * Key codes go along, for QEMU turns those into scan codes whatever layout the host has.
 */

export interface KeyPress {
  keysym: number;
  code: string;
  shift: boolean;
}

const DIGIT_SHIFTS = ")!@#$%^&*(";
const PLAIN: Record<string, string> = {
  " ": "Space",
  "-": "Minus",
  "=": "Equal",
  "[": "BracketLeft",
  "]": "BracketRight",
  "\\": "Backslash",
  ";": "Semicolon",
  "'": "Quote",
  "`": "Backquote",
  ",": "Comma",
  ".": "Period",
  "/": "Slash",
};
const SHIFTED: Record<string, string> = {
  _: "Minus",
  "+": "Equal",
  "{": "BracketLeft",
  "}": "BracketRight",
  "|": "Backslash",
  ":": "Semicolon",
  '"': "Quote",
  "~": "Backquote",
  "<": "Comma",
  ">": "Period",
  "?": "Slash",
};
const CONTROL: Record<string, { keysym: number; code: string }> = {
  "\n": { keysym: 0xff0d, code: "Enter" },
  "\t": { keysym: 0xff09, code: "Tab" },
};

/** Null for a character that a US keyboard does not have. */
export function keyFor(character: string): KeyPress | null {
  const control = CONTROL[character];
  if (control) return { ...control, shift: false };
  const keysym = character.codePointAt(0) ?? 0;
  if (/^[a-z]$/.test(character)) return { keysym, code: `Key${character.toUpperCase()}`, shift: false };
  if (/^[A-Z]$/.test(character)) return { keysym, code: `Key${character}`, shift: true };
  if (/^[0-9]$/.test(character)) return { keysym, code: `Digit${character}`, shift: false };
  const digit = DIGIT_SHIFTS.indexOf(character);
  if (digit >= 0) return { keysym, code: `Digit${digit}`, shift: true };
  const plain = PLAIN[character];
  if (plain) return { keysym, code: plain, shift: false };
  const shifted = SHIFTED[character];
  return shifted ? { keysym, code: shifted, shift: true } : null;
}

export function untypable(text: string): string[] {
  return [...new Set(Array.from(text.replaceAll("\r\n", "\n")).filter((character) => keyFor(character) === null))];
}

interface Keyboard {
  sendKey: (keysym: number, code: string, down: boolean) => void;
}

const SHIFT = 0xffe1;
/** A PS/2 keyboard queues 16 bytes: faster than this and a guest under load loses keys. */
const BETWEEN_KEYS_MS = 12;

/** Types the text; stops when `signal` says so. */
export async function typeText(keyboard: Keyboard, text: string, signal: AbortSignal): Promise<void> {
  for (const character of text.replaceAll("\r\n", "\n")) {
    if (signal.aborted) return;
    const key = keyFor(character);
    if (!key) continue;
    if (key.shift) keyboard.sendKey(SHIFT, "ShiftLeft", true);
    keyboard.sendKey(key.keysym, key.code, true);
    keyboard.sendKey(key.keysym, key.code, false);
    if (key.shift) keyboard.sendKey(SHIFT, "ShiftLeft", false);
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_KEYS_MS));
  }
}
