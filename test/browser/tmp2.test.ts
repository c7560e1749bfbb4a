import { it } from 'vitest';
import { inBrowser } from './setting.js';
import { readForm } from './page-form.js';
inBrowser('trace', (open) => {
  it('plays', async () => {
    const { driver, page } = await open();
    const t = (m: string) => process.stderr.write(`${Math.round(performance.now())} ${m}\n`);
    page.on('request', r => t('> ' + r.url().slice(20,60) + ' ' + (r.postData()??'').slice(100,160))); page.on('requestfinished', r => t('< ' + r.url().slice(20,60)));
    t('type'); await driver.as('Kate Winterbourne').type('schedule plan'); t('typed');
    const d = page.getByRole('dialog');
    await d.innerText(); t('innerText'); await readForm(d); t('readForm');
    await d.getByLabel('Date in Autumn 2').fill('2026-11-24'); t('filled');
    await driver.as('Kate Winterbourne').submit(); t('submitted');
  }, 200_000);
});
