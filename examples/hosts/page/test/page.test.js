/** The page as a person uses it, in headless Chromium. */

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { COMPONENT, serve } from "../server.js";
import { launch } from "../chromium.js";

/** The same world around an app that runs the tag as Python code. */
const LAB = new URL("../../javascript/component-lab/", import.meta.url);

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/**
 * Has each test of a suite begin with the page, with a component in it.
 *
 * @param {URL} component
 * @returns what gives the page to a test
 */
function open(component) {
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let served;
  /** @type {import("playwright-core").Page} */
  let page;
  before(async () => {
    served = await serve(component);
  });
  beforeEach(async () => {
    page = await browser.newPage();
    await page.goto(served.url);
    await page.getByText("Python is ready.").waitFor();
  });
  afterEach(() => page.close());
  after(() => served.server.close());
  return () => page;
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} people
 * @param {string} tag
 */
async function filter(page, people, tag) {
  await page.getByLabel("People, one a line").fill(people);
  await page.getByLabel("Tag that they have to carry").fill(tag);
  await page.getByRole("button", { name: "Filter" }).click();
}

/** @param {import("playwright-core").Page} page */
const left = (page) => page.getByRole("table", { name: "Who is left" }).locator("tbody tr").allInnerTexts();

describe("the page", () => {
  const opened = open(COMPONENT);

  it("filters people that are typed into it", async () => {
    const page = opened();
    await filter(page, "Ann, 3, busy  funny\n\nBo <b>, 65535, busy\nCy, 5\n", "busy");
    assert.deepEqual(await left(page), ["Ann\t3\tbusy funny", "Bo <b>\t65535\tbusy"]);
    const status = await page.getByRole("status").innerText();
    assert.match(status, /^2 of 3 people carry “busy”\. Python took [\d.]+ ms\.$/);
    await filter(page, "Cy, 5", "busy");
    assert.deepEqual(await left(page), []);
  });

  it("filters when the key Enter is pressed in the tag", async () => {
    const page = opened();
    await page.getByLabel("Tag that they have to carry").press("Enter");
    assert.equal((await left(page)).length, 2);
  });

  const bad = {
    "Ann, 3\nBo, 70000, busy": "Nobody was asked: line 2: `age`: expected 0 to 65535, found 70000",
    "Ann, -1": "Nobody was asked: line 1: `age`: expected 0 to 65535, found -1",
    "Ann, three": "Nobody was asked: line 1: `age`: expected a whole number, found “three”",
    Ann: "Nobody was asked: line 1: `age`: expected a whole number, found “”",
  };
  it("says what is wrong with what is typed", async () => {
    const page = opened();
    for (const [people, message] of Object.entries(bad)) {
      await filter(page, people, "busy");
      assert.equal((await page.getByRole("alert").innerText()).trim(), message);
      assert.equal(await page.getByRole("table").isVisible(), false);
    }
  });

  it("says that the component is missing", async () => {
    const page = opened();
    await page.route("**/component/people.js", (route) => route.abort());
    await page.reload();
    await page.getByText("The component cannot be loaded: ").waitFor();
    assert.equal(await page.getByRole("button").isDisabled(), true);
  });
});

describe("the component without WASI", () => {
  const opened = open(COMPONENT);

  it("filters people without a shim", async () => {
    const page = opened();
    /** @type {string[]} */
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    const people = JSON.stringify([{ name: "Ann", age: 3, tags: ["busy"] }, { name: "Cy", age: 5, tags: [] }]);
    const script = `import("people/minimal.js").then(({ load }) => load())
      .then((minimal) => minimal.filterByTag(${people}, "busy"))`;
    assert.deepEqual(await page.evaluate(script), [{ name: "Ann", age: 3, tags: ["busy"] }]);
    const others = asked.filter((path) => !/^\/javascript\/(minimal\.js|component-minimal\/)/.test(path));
    assert.deepEqual(others, []);
  });
});

describe("what Python raises", () => {
  const opened = open(LAB);

  it("is shown with its traceback", async () => {
    const page = opened();
    await filter(page, "Ann, 3", "raise ValueError('the tag is bad')");
    const alert = page.getByRole("alert");
    assert.equal(await alert.locator("p").innerText(), "Python raised ValueError: the tag is bad");
    await alert.getByText("Traceback", { exact: true }).click();
    const traceback = await alert.locator("pre").innerText();
    assert.match(traceback, /File "<lab>", line 1, in <module>\nValueError: the tag is bad/);
  });

  it("does not stop the page, endless recursion included", async () => {
    const page = opened();
    const endless = {
      Python: "deeper = lambda: deeper()\ndeeper()",
      C: "nested = []\nfor _ in range(100_000): nested = [nested]\nrepr(nested)",
      both: "class Deeper: __repr__ = lambda self: repr(self)\nrepr(Deeper())",
    };
    for (const [where, code] of Object.entries(endless)) {
      await filter(page, "Ann, 3", `exec(${JSON.stringify(code)})`);
      const message = await page.getByRole("alert").locator("p").innerText();
      assert.match(message, /^Python raised RecursionError: maximum recursion depth exceeded/, where);
      await filter(page, "Ann, 3, busy", "result = people");
      assert.deepEqual(await left(page), ["Ann\t3\tbusy"], where);
    }
  });

  it("is told from a component that has come to an end", async () => {
    const page = opened();
    await filter(page, "Ann, 3", "import os; os.abort()");
    const message = await page.getByRole("alert").locator("p").innerText();
    assert.match(message, /^The component failed, reload the page: /);
  });
});
