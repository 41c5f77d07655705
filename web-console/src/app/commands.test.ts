// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { seed } from "../../dev/mock/seed";
import { i18nOf } from "../i18n";
import { en } from "../i18n/en";
import { zh } from "../i18n/zh";
import { findCommands } from "./commands";

const { objects } = seed(10_000).world;
const world = {
  vms: [...objects.vm.values()],
  hosts: [...objects.host.values()],
  pools: [...objects.pool.values()],
  networks: [...objects.network.values()],
  images: [...objects.image.values()],
  tasks: [...objects.task.values()],
};
const find = (query: string, language: "en" | "zh" = "en") =>
  findCommands(query, world, i18nOf(language, language === "en" ? en : zh)).map((command) => command.text);

describe("findCommands", () => {
  it("offers pages and deeds before anything is typed", () => {
    expect(find("")).toContain("Create a VM");
    expect(find("")).not.toContain("demo");
  });

  it("finds an object and what can be done to it now", () => {
    expect(find("web-1")).toEqual(
      [
        "web-1",
        "Console of web-1",
        "Shut down web-1",
        "Pause web-1",
        "Reset web-1",
        "Stop now web-1",
        "Migrate web-1",
      ].sort((a, b) => Number(!a.startsWith("web-1")) - Number(!b.startsWith("web-1"))),
    );
    expect(find("migrate web-1")[0]).toBe("Migrate web-1");
    expect(find("start web-1")).toEqual([]);
    expect(find("start build-agent")).toEqual(["Start build-agent"]);
  });

  it("understands the verb in Chinese, and in English whatever the language", () => {
    expect(find("迁移 web-1", "zh")).toEqual(["迁移 web-1"]);
    expect(find("migrate web-1", "zh")).toEqual(["迁移 web-1"]);
  });

  it("finds by address and by label", () => {
    const address = world.vms[0]?.status.addresses[0] ?? "";
    expect(find(address)).toContain("demo");
    expect(find("tier=db")).toContain("db-1");
  });
});
