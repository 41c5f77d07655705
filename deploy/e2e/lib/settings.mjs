import { existsSync } from "node:fs";
import { join } from "node:path";

/** The folder of everything the lab keeps. `deploy/dev` sets it. */
export function labHome() {
  const home = process.env.ATOLL_HOME;
  if (!home) throw new Error("ATOLL_HOME is not set. Start the tests through ./deploy/dev e2e.");
  return home;
}

/** The guest image `deploy/images/build` made. */
export function guestImage() {
  const image = process.env.ATOLL_GUEST_IMAGE ?? join(labHome(), "images", "guest.qcow2");
  if (!existsSync(image)) throw new Error(`There is no guest image at ${image}. ./deploy/dev image builds it.`);
  return image;
}
