import { describe, expect, it } from "vitest";
import { ownProblem } from "../api/http";
import type { Image, Task } from "../api/types";
import { refusedUpload } from "./refusedUpload";
import type { Upload } from "./uploads";

const image = (state: Image["status"]["state"]) => ({ metadata: { id: "i1" }, status: { state } }) as Image;
const problem = ownProblem("IMAGE_REFUSED", "It has a backing file.", 422);
const task = (state: Task["state"], createdAt: string, id = "i1") =>
  ({ state, createdAt, objects: [{ id }], failure: state === "FAILED" ? problem : null }) as unknown as Task;
const upload = (refusal: typeof problem | null) => ({ imageId: "i1", problem: refusal }) as Upload;

describe("refusedUpload", () => {
  it("is what the newest task about the image failed with", () => {
    const tasks = [task("FAILED", "2026-01-02"), task("SUCCEEDED", "2026-01-01"), task("FAILED", "2026-01-03", "i2")];
    expect(refusedUpload(image("AWAITING_UPLOAD"), [], tasks)).toBe(problem);
    expect(refusedUpload(image("AWAITING_UPLOAD"), [], [...tasks, task("RUNNING", "2026-01-04")])).toBeNull();
    expect(refusedUpload(image("READY"), [], tasks)).toBeNull();
  });

  it("is this window's own refusal, and nothing while it sends again", () => {
    expect(refusedUpload(image("AWAITING_UPLOAD"), [upload(problem)], [])).toBe(problem);
    expect(refusedUpload(image("AWAITING_UPLOAD"), [upload(null)], [task("FAILED", "2026-01-02")])).toBeNull();
  });
});
