/** Serves the page on this machine: `node server.js [FOLDER]`, from which the transpiled component is taken. */

import { once } from "node:events";
import { createReadStream, existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

const PUBLIC = new URL("public/", import.meta.url);
const JAVASCRIPT = new URL("../javascript/", import.meta.url);
const SHIM = new URL("node_modules/@bytecodealliance/preview2-shim/dist/", JAVASCRIPT);

/** What jco made of the component, in the example in JavaScript. */
export const COMPONENT = new URL("component/", JAVASCRIPT);

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  // Only with this type does a browser compile while it loads.
  ".wasm": "application/wasm",
};

/**
 * Begins to serve, at an address that was free.
 *
 * @returns the server and the address of the page
 */
export async function serve(component = COMPONENT) {
  if (!existsSync(new URL("people.js", component))) {
    const folder = fileURLToPath(component);
    throw new Error(`nothing in ${folder}: \`npm run transpile\` in the example in JavaScript makes it`);
  }
  const server = createServer((request, response) => {
    answer(component, request.url ?? "/", response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { server, url: `http://127.0.0.1:${port}/` };
}

/**
 * @param {URL} component
 * @param {string} asked
 * @param {import("node:http").ServerResponse} response
 */
async function answer(component, asked, response) {
  const file = find(component, new URL(asked, "http://localhost").pathname);
  const type = TYPES[extname(file.pathname)];
  const found = await stat(file).catch(() => undefined);
  if (type === undefined || !found?.isFile()) {
    response.writeHead(404).end("not found\n");
    return;
  }
  response.writeHead(200, { "content-type": type, "content-length": found.size, "cache-control": "no-cache" });
  await pipeline(createReadStream(file), response);
}

/**
 * The file that has a path. No path leads out of these folders: a URL has no `..` left in it.
 *
 * @param {URL} component
 * @param {string} path
 */
function find(component, path) {
  const folders = { "/javascript/component/": component, "/javascript/": JAVASCRIPT, "/shim/": SHIM, "/": PUBLIC };
  const [prefix, folder] = Object.entries(folders).find(([prefix]) => path.startsWith(prefix)) ?? ["/", PUBLIC];
  return new URL(`./${path.slice(prefix.length) || "index.html"}`, folder);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2];
  try {
    const { url } = await serve(folder === undefined ? COMPONENT : pathToFileURL(`${folder}/`));
    console.log(`The page is at ${url} until Ctrl+C is pressed.`);
  } catch (error) {
    console.error(`error: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 2;
  }
}
