/** How long the component takes in the page, in headless Chromium: `node time.js people.json`. */

import { readFile } from "node:fs/promises";
import { launch } from "./chromium.js";
import { serve } from "./server.js";

const people = JSON.parse(await readFile(process.argv[2], "utf8"));
const { server, url } = await serve();
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(url);
  // After the page's own instance has been started.
  await page.locator("button:enabled").waitFor();
  const script = `import("people/timing.js").then(({ timing }) => timing(${JSON.stringify(people)}, "student"))`;
  console.log(await page.evaluate(script));
} finally {
  await browser.close();
  server.close();
}
