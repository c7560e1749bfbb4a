import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { upToDate } from './page-driver.js';
import { inBrowser } from './setting.js';

const kate = 'Kate Winterbourne';
const priya = 'Priya Nandakumar';

/** Presses Tab until what is looked for has the keyboard. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${selector}`);
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

inBrowser('the page', (open) => {
  it('can be used by keyboard alone', async () => {
    const { page, other } = await open();
    await other.as(kate).type('schedule plan');
    await other.as(kate).submit();
    await upToDate(page);

    // Tabs are one stop; the arrows choose.
    await tabTo(page, '[data-pane="2"] [role=tab]');
    await page.keyboard.press('ArrowLeft');
    await page.locator('[data-pane="2"]').getByText('Our meetings in 2026/27').waitFor();
    await page.keyboard.press('End');

    await tabTo(page, '[data-pane="2"] textarea');
    await page.keyboard.type('task set');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Set a gap task' });
    await dialog.waitFor();
    await page.keyboard.type('One bar model');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Draw it, and ask.');

    // Esc asks before anything is lost, and Esc again means no.
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog', { name: 'Close without saving?' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await dialog.getByLabel('What to try').inputValue()).toBe('Draw it, and ask.');

    await tabTo(page, 'dialog [value=variation]');
    await page.keyboard.press('Space');
    await tabTo(page, 'dialog .style-positive');
    await page.keyboard.press('Enter');
    const questions = page.getByRole('dialog', { name: 'What people are asked' });
    await questions.waitFor();
    await tabTo(page, 'dialog .style-positive');
    await page.keyboard.press('Enter');
    await questions.waitFor({ state: 'detached' });
    await page.getByText('The gap task is set').waitFor();
    // Back where one was.
    expect(await focused(page)).toBe('Message');

    await tabTo(page, '[data-pane="1"] select');
    await page.keyboard.type('Priya');
    await tabTo(page, '[data-pane="1"] [role=tab]');
    await page.keyboard.press('Home');
    const yes = '[data-pane="1"] button[aria-label^="Yes, for"], [data-pane="1"] button[title^="Yes, for"]';
    await tabTo(page, yes);
    await page.keyboard.press('Enter');
    await page.getByText('You are coming on Tue 29 Sep, 13:00').waitFor();
    await page.locator('[data-pane="1"]').getByText('1 yes · 0 no · 0 not sure').first().waitFor();
    // The card was drawn anew, and the keyboard is still on its button.
    expect(await page.evaluate((button) => document.activeElement?.matches(button), yes)).toBe(true);
  });

  it('follows what others do, by itself', async () => {
    const { page, other } = await open();
    await page.getByLabel('Person in view 1').selectOption({ label: 'Priya Nandakumar, Oakfield Primary' });
    await upToDate(page);
    const channel = page.locator('[data-pane="1"]');
    await other.as('Tom Hartwell').type('Is anybody there?', 'channel');
    await channel.getByText('Is anybody there?').waitFor();
    await other.as(kate).type('schedule plan');
    await other.as(kate).submit();
    await channel.getByText('Our meetings in 2026/27').waitFor();
    await other.as('Tom Hartwell').press('Not sure', 'Our meetings', 'channel');
    await channel.getByText('0 yes · 0 no · 1 not sure').waitFor();
    await page
      .getByRole('region', { name: 'What the bot will send next' })
      .getByText('Cover request, again')
      .first()
      .waitFor();
    await other.waitUntil('2026-09-08 08:30');
    await page.getByRole('region', { name: 'Time machine' }).getByText('Tue 8 Sep 2026, 08:30').waitFor();
    await page.locator('[data-pane="3"]').getByText('Is their cover arranged?').waitFor();
    // It did not take over what somebody is doing here.
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('TEXTAREA');
  });

  it('fits a phone: one view, chosen by tabs', async () => {
    const { page, other } = await open(360, 740);
    await other.as(kate).type('schedule plan');
    await other.as(kate).submit();
    await other.as(kate).type('people', 'channel');
    await page.getByText('Our meetings in 2026/27').first().waitFor();
    const tabs = page.getByRole('tablist', { name: 'Views' }).getByRole('tab');
    expect(await tabs.allInnerTexts()).toEqual([
      'Lead teacher',
      expect.stringContaining('Specialist'),
      expect.stringContaining('Head'),
      'Next',
    ]);
    const seen = () => page.locator('main > section:visible').evaluateAll((all) => all.map((one) => one.id));
    expect(await seen()).toEqual(['pane-1']);
    await tabs.nth(1).click();
    expect(await seen()).toEqual(['pane-2']);
    await tabs.nth(3).click();
    expect(await seen()).toEqual(['upcoming']);
    await tabs.nth(2).click();
    expect(await seen()).toEqual(['pane-3']);
    await page.locator('#pane-3').getByText('Work Group dates for').waitFor();

    await tabs.nth(1).click();
    await page.locator('#pane-2').getByRole('textbox', { name: 'Message' }).fill('meeting move');
    await page.keyboard.press('Enter');
    await page.locator('#pane-2').getByRole('button', { name: 'Tue 24 Nov, 13:00' }).click();
    const dialog = page.getByRole('dialog', { name: 'Move the meeting' });
    expect(await dialog.boundingBox()).toMatchObject({ x: 0, y: 0, width: 360, height: 740 });
    expect(await dialog.getByRole('button', { name: 'Move it' }).boundingBox()).toMatchObject({
      y: expect.any(Number),
    });
    // Nothing needs sideways scrolling.
    const wider = await page.evaluate(() =>
      [...document.querySelectorAll('body, .log, .card, .dialog-body, .upcoming-list')]
        .filter((part) => part.scrollWidth > part.clientWidth + 1)
        .map((part) => `${part.className} ${part.scrollWidth}`),
    );
    expect(wider).toEqual([]);
  });

  it('names every control, for those who hear it', async () => {
    const { page, driver, other } = await open();
    await other.as(kate).type('schedule plan');
    await other.as(kate).submit();
    await other.waitUntil('2026-09-15 08:30');
    await driver.as(priya).messages('channel');
    await driver.as('Margaret Okonkwo').messages();
    await driver.as(kate).type('help');
    expect(await unnamed(page)).toEqual([]);
    for (const words of ['task set', 'meeting cancel']) {
      await driver.as(kate).type(words);
      if (words === 'meeting cancel') await driver.as(kate).press('Tue 24 Nov, 13:00', 'Which meeting', 'direct');
      expect(await unnamed(page)).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await driver.as(priya).press('Answer for other dates', 'Our meetings', 'channel');
    expect(await unnamed(page)).toEqual([]);
  });
});

/** What one can reach but not know: controls without a name; and ids that are used twice or lead nowhere. */
async function unnamed(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const nameless = nodes
    .filter((node) => !node.ignored && node.role?.value !== 'RootWebArea')
    .filter((node) => node.properties?.some(({ name, value }) => name === 'focusable' && value.value === true))
    .filter((node) => !node.name?.value)
    .map((node) => `${node.role?.value} without a name`);
  const ids = await page.evaluate(() => {
    const all = [...document.querySelectorAll('[id]')].map((element) => element.id);
    const twice = all.filter((id, index) => all.indexOf(id) !== index).map((id) => `id ${id} twice`);
    const lost = ['aria-labelledby', 'aria-describedby', 'aria-controls'].flatMap((attribute) =>
      [...document.querySelectorAll(`[${attribute}]`)]
        .flatMap((element) => element.getAttribute(attribute)?.split(' ') ?? [])
        .filter((id) => id !== '' && !document.getElementById(id))
        .map((id) => `${attribute} ${id} leads nowhere`),
    );
    const pictures = [...document.querySelectorAll('img:not([alt])')].map(
      (picture) => `${picture.outerHTML} has no words`,
    );
    return [...twice, ...lost, ...pictures];
  });
  return [...nameless, ...ids];
}
