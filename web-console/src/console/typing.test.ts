import { describe, expect, it } from "vitest";
import { keyFor, typeText, untypable } from "./typing";

describe("typing", () => {
  it("knows every printable ASCII character", () => {
    const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join("");
    expect(untypable(`${ascii}\t\r\n`)).toEqual([]);
  });

  it("names what a US keyboard does not have, once each", () => {
    expect(untypable("Straße 密码 密")).toEqual(["ß", "密", "码"]);
  });

  it("holds shift around the key that needs it, and around no other", async () => {
    const sent: string[] = [];
    const keyboard = { sendKey: (_: number, code: string, down: boolean) => sent.push(`${code}${down ? "↓" : "↑"}`) };
    await typeText(keyboard, "aB!", new AbortController().signal);
    expect(sent.join(" ")).toBe("KeyA↓ KeyA↑ ShiftLeft↓ KeyB↓ KeyB↑ ShiftLeft↑ ShiftLeft↓ Digit1↓ Digit1↑ ShiftLeft↑");
  });

  it("sends the character itself as keysym, for servers that do not take scan codes", () => {
    expect(keyFor("?")).toEqual({ keysym: 63, code: "Slash", shift: true });
  });
});
