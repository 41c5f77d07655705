/** Uploads under way. They belong to the window, not to a page: going elsewhere does not end them. */
import { useSyncExternalStore } from "react";
import { API_PATH, ownProblem, problemOf, ProblemError, sessionExpired } from "../api/http";
import type { Problem } from "../api/types";

export interface Upload {
  imageId: string;
  name: string;
  sentBytes: number;
  totalBytes: number;
  bytesPerSecond: number;
  problem: Problem | null;
  cancel: () => void;
}

let uploads: readonly Upload[] = [];
const listeners = new Set<() => void>();

function set(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

function update(imageId: string, change: Partial<Upload>): void {
  set(uploads.map((upload) => (upload.imageId === imageId ? { ...upload, ...change } : upload)));
}

export function dismissUpload(imageId: string): void {
  set(uploads.filter((upload) => upload.imageId !== imageId));
}

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => uploads,
  );
}

/** XMLHttpRequest, because fetch does not tell how much has been sent. */
export function startUpload(imageId: string, name: string, file: File): void {
  const request = new XMLHttpRequest();
  const began = performance.now();
  const cancel = () => request.abort();
  set([...uploads, { imageId, name, sentBytes: 0, totalBytes: file.size, bytesPerSecond: 0, problem: null, cancel }]);
  request.upload.addEventListener("progress", (event) => {
    const seconds = Math.max(0.001, (performance.now() - began) / 1000);
    update(imageId, { sentBytes: event.loaded, bytesPerSecond: event.loaded / seconds });
  });
  request.addEventListener("load", () => {
    if (request.status < 300) dismissUpload(imageId);
    else void fail(imageId, request);
  });
  request.addEventListener("error", () => {
    update(imageId, { problem: ownProblem("MANAGER_UNREACHABLE", "Manager unreachable") });
  });
  request.addEventListener("abort", () => dismissUpload(imageId));
  request.open("PUT", `${API_PATH}/images/${imageId}/content`);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("X-Atoll-Csrf", "1");
  request.send(file);
}

async function fail(imageId: string, request: XMLHttpRequest): Promise<void> {
  if (request.status === 401) sessionExpired();
  const response = new Response(request.responseText, { status: request.status, statusText: request.statusText });
  const failure: ProblemError = await problemOf(response, "/images");
  update(imageId, { problem: failure.problem });
}

// Leaving the window would end them: the browser asks first.
addEventListener("beforeunload", (event) => {
  if (uploads.some((upload) => upload.problem === null)) event.preventDefault();
});
