// Keys and certificates made by openssl, for those who should be refused.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/**
 * An authority of its own, and a certificate from it that looks exactly like `like`.
 *
 * @param {string} folder @param {string} like a certificate whose subject and names are taken over
 */
export function forgedIdentity(folder, like) {
  mkdirSync(folder, { recursive: true });
  const at = (/** @type {string} */ name) => join(folder, name);
  const subject = opensslSubject(like);
  const names = openssl(["x509", "-in", like, "-noout", "-ext", "subjectAltName"])
    .split("\n")[1]
    ?.trim()
    .replaceAll("IP Address:", "IP:");
  openssl([
    "req",
    "-x509",
    ...NEW_KEY,
    "-days",
    "2",
    "-subj",
    "/CN=Other authority",
    "-keyout",
    at("ca.key"),
    "-out",
    at("ca.pem"),
  ]);
  openssl([
    ...["req", "-x509", ...NEW_KEY, "-days", "2", "-subj", subject, "-CA", at("ca.pem"), "-CAkey", at("ca.key")],
    ...["-addext", `subjectAltName=${names}`, "-addext", "extendedKeyUsage=serverAuth,clientAuth"],
    ...["-addext", "basicConstraints=critical,CA:FALSE", "-keyout", at("key.pem"), "-out", at("cert.pem")],
  ]);
  return { key: at("key.pem"), cert: at("cert.pem"), ca: at("ca.pem") };
}

/** A request for a host's certificate. @param {string} folder @param {string} name @returns {string} PEM */
export function certificateRequest(folder, name) {
  mkdirSync(folder, { recursive: true });
  return openssl(["req", "-new", ...NEW_KEY, "-subj", `/CN=${name}`, "-keyout", join(folder, `${name}.key`)]);
}

/** @param {string} certificate */
function opensslSubject(certificate) {
  const lines = openssl(["x509", "-in", certificate, "-noout", "-subject", "-nameopt", "multiline,-esc_msb"]).split(
    "\n",
  );
  const short = /** @type {Record<string, string>} */ ({ commonName: "CN", organizationName: "O" });
  return lines
    .map((line) => line.split("=").map((part) => part.trim()))
    .filter(([name]) => name !== undefined && name in short)
    .map(([name, value]) => `/${short[String(name)]}=${value}`)
    .join("");
}

/** @param {string[]} words */
function openssl(words) {
  return execFileSync("openssl", words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}
