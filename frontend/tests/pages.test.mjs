// Every page, in both themes, on a desk and in a hand: nothing serious for axe, nothing blocked, nothing to scroll sideways.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { base, close, missing, open, pages } from '../browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
after(close);

async function judge(page, path) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const grave = violations.filter(found => ['serious', 'critical'].includes(found.impact));
  assert.deepEqual(grave.map(found => `${found.id}: ${found.nodes.map(node => node.target.join(' ')).slice(0, 3).join(' | ')}`), [], path);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${path} scrolls sideways by ${wide} px`);
  assert.deepEqual(page.faults, [], path);
  assert.equal(await page.locator('[style]').count(), 0, `${path} has style attributes`);
}

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    test(`all pages, ${colorScheme}, ${width} px wide`, { skip: missing, timeout: 300_000 }, async t => {
      const all = await pages();
      const page = await open({ colorScheme, viewport: { width, height: 900 } });
      for (const path of all) {
        await t.test(path, async () => {
          page.faults.length = 0;
          const answer = await page.goto(base + path);
          assert.equal(answer.status(), path === '/no-such-page' ? 404 : 200, path);
          assert.match(answer.headers()['content-security-policy'], /default-src 'none'/);
          await judge(page, path);
        });
      }
      await page.context().close();
    });

    test(`sign-in, ${colorScheme}, ${width} px wide`, { skip: missing }, async () => {
      const page = await open({ stranger: true, colorScheme, viewport: { width, height: 900 } });
      await page.goto(`${base}/sign-in`);
      await judge(page, '/sign-in');
      await page.context().close();
    });
  }
}

test('a list page stays within its budget', { skip: missing }, async () => {
  const page = await open();
  const sizes = { script: 0, stylesheet: 0 };
  const hosts = new Set();
  let requests = 0;
  page.on('response', async answer => {
    requests++;
    hosts.add(new URL(answer.url()).host);
    const kind = answer.request().resourceType();
    if (kind in sizes) sizes[kind] += (await answer.body()).length;
  });
  await page.goto(`${base}/fleet`, { waitUntil: 'networkidle' });
  assert.deepEqual([...hosts], [new URL(base).host]);
  assert.ok(requests <= 60, `${requests} requests`);
  assert.ok(sizes.script <= 80_000, `${sizes.script} bytes of scripts before compression`);
  assert.ok(sizes.stylesheet <= 60_000, `${sizes.stylesheet} bytes of styles before compression`);
  await page.context().close();
});
