// What the browser tests share: a browser, a person who is signed in, the addresses of all pages.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const base = process.env.BASE_URL ?? 'http://127.0.0.1:8080';
const user = process.env.GAUNTLET_ADMIN_USER ?? 'admin';
const password = process.env.GAUNTLET_ADMIN_PASSWORD;
const program = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** Why there is nothing to test with, or false. Passed as the skip option of a test. */
export const missing = !program ? 'no Chromium (apt-get install chromium, or set CHROMIUM)'
  : !password ? 'GAUNTLET_ADMIN_PASSWORD is not set' : false;

let shared;
let session;

export async function browser() {
  return shared ??= chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export async function close() {
  await (await shared)?.close();
  shared = undefined;
}

/** A page of a person who is signed in; faults collects what went wrong in it. */
export async function open(options = {}) {
  const context = await (await browser()).newContext({
    viewport: { width: 1440, height: 900 }, ...options, storageState: options.stranger ? undefined : session ??= await signIn(),
  });
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', error => page.faults.push(`script: ${error.message}`));
  page.on('console', message => {
    // The browser reports every blocked inline script, style or request as an error of this kind.
    if (message.type() === 'error' && /Content Security Policy|Refused to/i.test(message.text())) page.faults.push(message.text());
  });
  return page;
}

async function signIn() {
  const context = await (await browser()).newContext();
  const page = await context.newPage();
  await page.goto(`${base}/sign-in`);
  await page.fill('#name', user);
  await page.fill('#password', password);
  await page.press('#password', 'Enter');
  await page.waitForURL(address => !address.pathname.startsWith('/sign-in'));
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Every page there is: the fixed ones, and one of each kind that the fixed ones lead to. */
export async function pages() {
  const found = ['/fleet', '/clusters/new', '/clusters/role', '/stacks', '/rules', '/routing', '/buckets', '/changes', '/changes/log', '/rollouts', '/audit',
    '/settings', '/settings/users', '/settings/approvals', '/settings/notifications', '/settings/notifications/new', '/search?q=o', '/search', '/styleguide', '/no-such-page'];
  const page = await open();
  const kinds = [['/fleet', /^\/clusters\/(?!new|role)[^/?]+$/], ['/stacks', /^\/clusters\/[^/]+\/stack$/], ['/stacks', /^\/stacks\/[^/?]+$/], ['/rules', /^\/rules\/(?!new$)[^/?]+$/],
    ['/rules', /^\/rules\/new$/], ['/routing', /^\/routing\/(?!new$)[^/?]+$/], ['/routing', /^\/routing\/new$/], ['/buckets', /^\/buckets\/(?!new$)[^/?]+$/], ['/buckets', /^\/buckets\/new$/], ['/changes/log', /^\/changes\/\d+$/], ['/rollouts', /^\/rollouts\/[^/?]+$/]];
  for (const [list, kind] of kinds) {
    await page.goto(base + list);
    const links = await page.locator('main a[href]').evaluateAll(all => all.map(link => link.getAttribute('href')));
    const first = links.find(link => kind.test(link) && !found.includes(link));
    if (first) found.push(first);
    if (first?.startsWith('/clusters/') && !first.endsWith('/stack')) found.push(`${first}/edit`, `${first}/credentials`, `${first}/access`, `${first}/stack`, `${first}/history`, `${first}/history/compare?from=1&to=1`, `${first}/adopt?step=import`, `${first}/adopt?step=takeover`, `${first}/adopt`);
    if (first?.startsWith('/rollouts/')) {
      await page.goto(base + first);
      const evidence = await page.locator('main a[href*="/targets/"]').first().getAttribute('href').catch(() => null);
      if (evidence) found.push(evidence);
      const plan = await page.locator('main a[href^="/plans/"]').first().getAttribute('href').catch(() => null);
      if (plan) found.push(plan);
    }
  }
  await page.context().close();
  return [...new Set(found)];
}
