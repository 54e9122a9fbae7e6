// Takes the pictures of the running program that the documentation shows: node pictures.mjs [folder]
import { mkdirSync } from 'node:fs';
import { base, close, open, pages } from './browser.mjs';

const folder = process.argv[2] ?? '../docs/pictures';
mkdirSync(folder, { recursive: true });
const named = path => path.split('?')[0].replace(/^\//, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, 'one').replaceAll('/', '-');
for (const colorScheme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    const page = await open({ colorScheme, viewport: { width, height: width === 390 ? 844 : 900 } });
    for (const path of await pages()) {
      await page.goto(base + path, { waitUntil: 'networkidle' });
      await page.screenshot({ path: `${folder}/${named(path)}-${colorScheme}${width === 390 ? '-narrow' : ''}.png` });
    }
    await page.context().close();
  }
}
await close();
