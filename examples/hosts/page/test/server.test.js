/** The server: what it serves, and to whom it says why it does not. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { request } from "node:http";
import { after, before, it } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../server.js";

/** @type {Awaited<ReturnType<typeof serve>>} */
let served;
before(async () => {
  served = await serve();
});
after(() => served.server.close());

/**
 * The status and the type of an answer. Not by `fetch`, which takes `..` out of a path.
 *
 * @param {string} path
 * @returns {Promise<[number | undefined, string | undefined]>}
 */
function get(path) {
  return new Promise((resolve, reject) => {
    request(served.url, { path }, (response) => {
      response.resume();
      resolve([response.statusCode, response.headers["content-type"]]);
    })
      .on("error", reject)
      .end();
  });
}

it("serves what the page consists of", async () => {
  assert.deepEqual(await get("/"), [200, "text/html; charset=utf-8"]);
  assert.deepEqual(await get("/page.js?x=1"), [200, "text/javascript; charset=utf-8"]);
  assert.deepEqual(await get("/javascript/people.js"), [200, "text/javascript; charset=utf-8"]);
  assert.deepEqual(await get("/javascript/component/people.core.wasm"), [200, "application/wasm"]);
  assert.deepEqual(await get("/shim/browser/index.js"), [200, "text/javascript; charset=utf-8"]);
});

it("serves nothing else", async () => {
  const paths = ["/absent.js", "/../server.js", "/%2e%2e/server.js", "/..%2fserver.js", "/javascript/package.json"];
  for (const path of [...paths, "/javascript/", "/shim/../../server.js"]) {
    assert.equal((await get(path))[0], 404, path);
  }
});

it("says what to do without a component", () => {
  const script = fileURLToPath(new URL("../server.js", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, "absent"], { encoding: "utf8" });
  assert.equal(status, 2);
  assert.match(stderr, /^error: nothing in .*absent\/: `npm run transpile` in the example in JavaScript makes it\n$/);
});
