// Keyboard, themes, menus, and what happens when scripts or the server are gone.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { base, close, missing, open } from '../browser.mjs';

after(close);
const path = page => new URL(page.url()).pathname;
const focused = page => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());

test('keys lead everywhere', { skip: missing }, async () => {
  const page = await open();
  await page.goto(`${base}/fleet`);
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Skip to content');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'main');
  await page.keyboard.press('/');
  assert.equal(await focused(page), 'omni');
  await page.keyboard.type('g r j');
  assert.equal(await page.inputValue('#omni'), 'g r j', 'keys are text while one types');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  assert.ok(await page.locator('#keys').evaluate(dialog => dialog.open));
  await page.keyboard.press('Escape');
  assert.ok(!await page.locator('#keys').evaluate(dialog => dialog.open));
  for (const [key, place] of [['r', '/rules'], ['c', '/changes'], ['o', '/rollouts'], ['s', '/stacks'], ['f', '/fleet']]) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await page.waitForURL(base + place);
  }
  await page.context().close();
});

test('rows are walked with j and k, opened with Enter and left with Escape', { skip: missing }, async t => {
  const page = await open();
  await page.goto(`${base}/fleet`);
  const rows = await page.locator('#fleet-rows tbody tr').count();
  if (rows < 2) {
    t.skip('the fleet has fewer than two clusters');
    return;
  }
  await page.keyboard.press('j');
  const first = await focused(page);
  await page.keyboard.press('j');
  assert.notEqual(await focused(page), first);
  await page.keyboard.press('k');
  assert.equal(await focused(page), first);
  assert.equal(await page.locator('tr.is-cursor').count(), 1);
  const shadow = await page.evaluate(() => getComputedStyle(document.activeElement).boxShadow);
  assert.notEqual(shadow, 'none', 'focus is visible');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/clusters\//);
  await page.context().close();
});

test('filtering keeps every key and the address', { skip: missing }, async t => {
  const page = await open();
  await page.goto(`${base}/fleet`);
  if (!await page.locator('#q').count()) {
    t.skip('the fleet is empty');
    return;
  }
  await page.locator('#q').pressSequentially('no-such-cluster', { delay: 15 });
  await page.getByText('No cluster matches').waitFor();
  assert.equal(await page.inputValue('#q'), 'no-such-cluster');
  assert.equal(new URL(page.url()).searchParams.get('q'), 'no-such-cluster');
  await page.reload();
  assert.equal(await page.locator('#fleet-rows tbody tr').count(), 0);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('theme and rows are chosen once', { skip: missing }, async () => {
  const page = await open({ colorScheme: 'light' });
  await page.goto(`${base}/fleet`);
  await page.locator('.top details.menu:not(.menu-nav) > summary').click();
  await page.getByRole('button', { name: 'Dark' }).click();
  await page.getByRole('button', { name: 'Compact' }).click();
  await page.addInitScript(() => document.addEventListener('DOMContentLoaded', () => { window.early = document.documentElement.dataset.theme; }));
  await page.goto(`${base}/rules`);
  assert.equal(await page.evaluate(() => window.early), 'dark');
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.density), 'compact');
  await page.context().close();
});

test('the menu is reachable in a hand', { skip: missing }, async () => {
  const page = await open({ viewport: { width: 390, height: 844 } });
  await page.goto(`${base}/fleet`);
  await page.locator('.menu-nav > summary').focus();
  await page.keyboard.press('Enter');
  await page.locator('.menu-nav').getByRole('link', { name: 'Buckets' }).click();
  await page.waitForURL(`${base}/buckets`);
  await page.context().close();
});

test('pages work without scripts', { skip: missing }, async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(`${base}/fleet`);
  await page.fill('#omni', 'zzz-nothing');
  await page.press('#omni', 'Enter');
  await page.waitForURL(/\/search\?q=zzz-nothing/);
  await page.getByText('Nothing found').waitFor();
  assert.equal(await page.locator('.needs-js:visible').count(), 0);
  await page.goto(`${base}/fleet?q=zzz-nothing`);
  await page.locator('.nav').first().getByRole('link', { name: 'Changes' }).click();
  assert.equal(path(page), '/changes');
  await page.context().close();
});

test('a page says when the server is gone, and catches up', { skip: missing, timeout: 90_000 }, async t => {
  const page = await open();
  await page.goto(`${base}/fleet`);
  if (!await page.locator('#live').count()) {
    t.skip('the fleet is empty');
    return;
  }
  await page.route('**/fleet?*', route => route.abort());
  await page.locator('#freshness .live.is-stale').waitFor({ timeout: 40_000 });
  assert.match(await page.locator('#freshness').innerText(), /Stale/);
  await page.unroute('**/fleet?*');
  await page.locator('#freshness .live:not(.is-stale)').waitFor({ timeout: 40_000 });
  await page.context().close();
});
