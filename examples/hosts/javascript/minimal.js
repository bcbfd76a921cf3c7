/**
 * The people component without WASI, on Node and in a page: no package stands between it and the program.
 *
 * @import { Root } from "./component-minimal/people.js"
 */

/** Where jco's files of that component are. */
const COMPONENT = new URL("./component-minimal/", import.meta.url);

/** The most bytes that a browser draws at once. */
const DRAWN_BYTES = 65536;

/** Starts an instance, and returns its interface as jco makes it. */
export async function load(folder = COMPONENT) {
  /** @type {typeof import("./component-minimal/people.js")} */
  const { instantiate } = await import(new URL("people.js", folder).href);
  // Without a function to read modules, jco reads those that lie beside its own.
  const read = /** @type {any} */ (undefined);
  // jco reads the name without the version that its types ask for.
  const imports = /** @type {any} */ ({ "wasi-py:minimal/random": { bytes } });
  /** @type {Root} */
  const { people } = await instantiate(read, imports);
  return people;
}

/** @param {bigint} length */
function bytes(length) {
  const random = new Uint8Array(Number(length));
  for (let at = 0; at < random.length; at += DRAWN_BYTES) {
    crypto.getRandomValues(random.subarray(at, at + DRAWN_BYTES));
  }
  return random;
}
