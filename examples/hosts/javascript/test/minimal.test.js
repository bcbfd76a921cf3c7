/** The component without WASI, which gets nothing but random bytes. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { load } from "../minimal.js";

const JOHN = { name: "John", age: 21, tags: ["funny", "student"] };
const JANE = { name: "Jane", age: 22, tags: [] };

it("filters people without a shim", async () => {
  const people = await load();
  assert.deepEqual(people.filterByTag([JOHN, JANE], "student"), [JOHN]);
});

it("asks for nothing but random bytes", () => {
  const made = readFileSync(new URL("../component-minimal/people.js", import.meta.url), "utf8");
  const imports = [...made.matchAll(/imports\['([^']+)'\]/g)].map(([, name]) => name);
  assert.deepEqual(new Set(imports), new Set(["wasi-py:minimal/random"]));
});
