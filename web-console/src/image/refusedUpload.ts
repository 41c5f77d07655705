import type { Image, Refusal, Task } from "../api/types";
import type { Upload } from "./uploads";

/**
 * Why the last upload to an image was refused, if nothing was sent since. The image itself only goes back to awaiting
 * one: the reason is with this window's upload, or with the task, which everybody sees.
 */
export function refusedUpload(
  { metadata: { id }, status }: Image,
  uploads: readonly Upload[],
  tasks: readonly Task[],
): Refusal | null {
  if (status.state !== "AWAITING_UPLOAD") return null;
  const own = uploads.find((upload) => upload.imageId === id);
  if (own) return own.problem;
  const last = tasks
    .filter((task) => task.objects.some((object) => object.id === id))
    .reduce<Task | null>((newest, task) => (newest && newest.createdAt >= task.createdAt ? newest : task), null);
  return last?.state === "FAILED" ? last.failure : null;
}
