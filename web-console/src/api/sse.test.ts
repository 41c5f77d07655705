import { describe, expect, it } from "vitest";
import { SseParser } from "./sse";

describe("SseParser", () => {
  it("puts messages together from pieces of any size", () => {
    const text =
      ': ping\n\nid: 41\nevent: io.atoll.vm.changed.v1\ndata: {"a":\ndata: 1}\n\nevent: hello\r\ndata: x\r\n\r\n';
    for (const size of [1, 2, 3, 7, text.length]) {
      const parser = new SseParser();
      const messages = [];
      for (let at = 0; at < text.length; at += size) messages.push(...parser.push(text.slice(at, at + size)));
      expect(messages).toEqual([
        { id: "41", event: "io.atoll.vm.changed.v1", data: '{"a":\n1}' },
        { id: null, event: "hello", data: "x" },
      ]);
    }
  });

  it("ignores comments and messages without data", () => {
    expect(new SseParser().push(": ping\n\nid: 7\n\n")).toEqual([]);
  });
});
