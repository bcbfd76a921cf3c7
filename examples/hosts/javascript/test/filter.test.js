/** The command, run as a user runs it. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, it } from "node:test";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL("..", import.meta.url));
const JOHN = { name: "John", age: 21, tags: ["funny", "student"] };
const JANE = { name: "Jane", age: 22, tags: [] };

const folder = mkdtempSync(join(tmpdir(), "people-"));
after(() => rmSync(folder, { recursive: true }));

/**
 * @param {string[]} options
 * @param {string} input
 */
function filter(options, input = JSON.stringify([JOHN, JANE])) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["filter.js", ...options], {
    cwd: HERE,
    encoding: "utf8",
    input,
  });
  return { status, stdout, stderr };
}

it("filters people from standard input", () => {
  assert.deepEqual(filter([]), { status: 0, stdout: `${JSON.stringify([JOHN])}\n`, stderr: "" });
});

it("filters people from a file", () => {
  const file = join(folder, "people.json");
  writeFileSync(file, JSON.stringify([JOHN]));
  assert.deepEqual(filter(["--tag", "busy", file]), { status: 0, stdout: "[]\n", stderr: "" });
});

it("says how long it takes instead of the result", () => {
  const { status, stdout, stderr } = filter(["--time"]);
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(stdout, /^start [\d.]+ ms, first call [\d.]+ ms, warm call [\d.]+ ms\n$/);
});

it("shows an exception of the component with its traceback", () => {
  const { status, stdout, stderr } = filter(["--component", "component-lab", "--tag", "1/0"]);
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(stderr, /^error: Python raised in the component\nTraceback \(most recent call last\):\n/);
  assert.match(stderr, /\nZeroDivisionError: division by zero\n$/);
});

const bad = {
  "[": /^error: `-` is not JSON: /,
  "{}": /^error: `-`: expected a list of people, found {}\n$/,
  "[7]": /^error: person 1: expected an object with `name`, `age` and `tags`, found 7\n$/,
  [JSON.stringify([JOHN, { ...JANE, age: 70000 }])]: /^error: person 2: `age`: expected 0 to 65535, found 70000\n$/,
};
for (const [input, expected] of Object.entries(bad)) {
  it(`explains what is wrong with ${input}`, () => {
    const { status, stdout, stderr } = filter([], input);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, expected);
  });
}

it("names what is missing", () => {
  assert.match(filter([join(folder, "absent.json")]).stderr, /^error: ENOENT: .*absent\.json/);
  const { status, stderr } = filter(["--component", folder]);
  assert.equal(status, 2);
  assert.match(stderr, /^error: nothing in .*: `npm run transpile -- people\.wasm` makes it\n$/);
});

it("refuses an option that it does not have", () => {
  const { status, stderr } = filter(["--tags"]);
  assert.equal(status, 2);
  assert.match(stderr, /^error: Unknown option '--tags'/);
});
