import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Driver } from '../support/driver.js';
import { upToDate } from './page-driver.js';
import { inBrowser } from './setting.js';

const wild =
  '<script>window.hacked = 1</script> **bold** _it_ [here](javascript:alert(1)) &amp; @channel <!here> 😀🧮 ½';
const kate = 'Kate Winterbourne';
const priya = 'Priya Nandakumar';

/** A year of meetings and a gap task with one question, set by another client than the page. */
async function setTask(other: Driver, title: string): Promise<void> {
  await other.as(kate).type('schedule plan');
  await other.as(kate).submit();
  await other.as(kate).type('task set');
  await other.as(kate).submit({ Title: title, 'What to try': wild, 'Big Ideas': ['Lesson study with a colleague'] });
  await other.as(kate).submit();
}

const box = (page: Page, view: number) =>
  page.locator(`[data-pane="${view}"]`).getByRole('textbox', { name: 'Message' });

inBrowser('writing in the browser', (open) => {
  it('gives a refused form back with its values, and goes to the fault', async () => {
    const { page, driver } = await open();
    await driver.as(kate).type('schedule plan');
    await driver.as(kate).submit({ 'Date in Autumn 2': '2026-11-13', Starts: '13:30' });

    const form = driver.as(kate).form();
    expect(form.text).toContain('Oakfield Primary is closed on Fri 13 Nov: INSET day.');
    expect(form.fields).toMatchObject({ 'Date in Autumn 1': '2026-09-29', 'Date in Autumn 2': '2026-11-13' });
    const dialog = page.getByRole('dialog');
    const faulty = dialog.getByLabel('Date in Autumn 2');
    expect(await faulty.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await faulty.getAttribute('aria-invalid')).toBe('true');
    expect(await dialog.getByRole('alert').textContent()).toContain('Oakfield Primary is closed');
    expect(await dialog.getByLabel('Starts').first().inputValue()).toBe('13:30');
  });

  it('keeps a text in sight whose meeting was cancelled meanwhile, and says why', async () => {
    const { page, driver, other } = await open();
    await setTask(other, 'Bars');
    await driver.as(kate).type('meeting cancel');
    await driver.as(kate).press('Tue 29 Sep, 13:00', 'Which meeting', 'direct');
    const reason = page.getByRole('dialog').getByLabel('Why');
    await reason.fill('The boiler is broken');

    await other.as(kate).type('meeting cancel');
    await other.as(kate).press('Tue 29 Sep, 13:00', 'Which meeting', 'direct');
    await other.as(kate).submit({ Why: 'Snow' });

    expect(await driver.as(kate).submit()).toContain('was cancelled, so nothing was changed');
    expect(await reason.inputValue()).toBe('The boiler is broken');
    expect(await page.getByRole('dialog').getByRole('alert').textContent()).toContain('was cancelled');
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog', { name: 'Close without saving?' }).getByRole('button').last().click();
    expect(await reason.inputValue()).toBe('The boiler is broken');
  });

  it('keeps a reflection in sight whose task was withdrawn meanwhile', async () => {
    const { page, driver, other } = await open();
    await setTask(other, 'Bars');
    await driver.as(priya).press('Reflect', 'Bars', 'channel');
    const answer = page.getByRole('dialog').getByLabel('What did the two of you see');
    await answer.fill('They counted on from the longer bar.');
    await other.as(kate).type('task status');
    await other.as(kate).press('Withdraw it', 'where it stands', 'direct');

    expect(await driver.as(priya).submit()).toContain('has been withdrawn');
    expect(await answer.inputValue()).toBe('They counted on from the longer bar.');
  });

  it('shows markup, mentions and emoji as they were typed', async () => {
    const { page, driver, other } = await open();
    await setTask(other, wild);
    await driver.as(priya).type(wild, 'channel');
    await driver.as(priya).press('Reflect', 'Gap task', 'channel');
    await driver.as(priya).submit({ 'What did the two of you see': wild, Sharing: 'true' });
    await driver.as(priya).press('Read what was shared (1)', 'Gap task', 'channel');
    await driver.as(priya).type('home');
    await driver.as(kate).type('digest');

    const texts = async (name: string, place: 'channel' | 'direct') =>
      (await driver.as(name).messages(place)).filter(({ text }) => text.includes(wild)).map(({ text }) => text);
    const [task, said, shared] = await texts(priya, 'channel');
    expect(said).toBe(wild);
    expect(task?.split(wild)).toHaveLength(3);
    expect(shared).toContain('What was shared');
    expect((await texts(priya, 'direct')).at(-1)).toContain('Hello, Priya Nandakumar');
    expect((await texts(kate, 'direct')).at(-1)).toContain('For the meeting on');
    expect(await page.locator('.log :is(script, em, a[href^="javascript"])').count()).toBe(0);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  });

  it('takes 40,000 characters whole, and leaves one too many in the box', async () => {
    const { page, driver } = await open();
    const long = `${wild} ${'Was für ein langer Satz, 😀! '.repeat(2000)}`.slice(0, 39_999).padEnd(40_000, '.');
    await driver.as(priya).type(long, 'channel');
    const message = page.locator('[data-pane="1"]').getByRole('article').last();
    expect((await message.innerText()).length).toBeLessThan(1000);
    await message.getByRole('button', { name: 'Show all' }).click();
    expect((await message.locator('.text').textContent()) === long).toBe(true);

    await box(page, 1).fill(`${long}.`);
    await box(page, 1).press('Enter');
    await page.getByText('That is 40,001 characters, and a message holds 40,000.').waitFor();
    expect((await box(page, 1).inputValue()) === `${long}.`).toBe(true);
  });

  it('gives 40,000 characters in a form back whole when they are too many', async () => {
    const { page, driver, other } = await open();
    await setTask(other, 'Bars');
    const long = wild.repeat(400).slice(0, 40_000);
    await driver.as(priya).press('Reflect', 'Bars', 'channel');
    await driver.as(priya).submit({ 'What did the two of you see': long });
    const answer = page.getByRole('dialog').getByLabel('What did the two of you see');
    expect((await answer.inputValue()) === long).toBe(true);
    expect(driver.as(priya).form().text).toContain('That is 40,000 characters; please keep it to 3,000.');
    expect(driver.as(priya).form().text).not.toContain('the end of what was written');
  });

  it('keeps everything over a reload', async () => {
    const { page, driver, other } = await open();
    await setTask(other, 'Bars');
    const grace = driver.as('Grace Adeyinka');
    await grace.press('Reflect', 'Bars', 'channel');
    const answer = page.getByRole('dialog').getByLabel('What did the two of you see');
    await answer.pressSequentially('Half a thought');
    // Reloading at once asks first; what was written stays.
    const asked = page.waitForEvent('dialog');
    await page.evaluate(() => void setTimeout(() => location.reload()));
    expect((await asked).type()).toBe('beforeunload');
    await (await asked).dismiss();
    expect(await answer.inputValue()).toBe('Half a thought');

    await grace.leave({});
    await box(page, 1).fill('Not sent yet');
    const before = await page.getByRole('article').allInnerTexts();
    await page.reload();
    await upToDate(page);
    expect(await page.getByRole('article').allInnerTexts()).toEqual(before);
    expect(await page.getByRole('region', { name: 'View 1: Grace Adeyinka' }).count()).toBe(1);
    expect(await box(page, 1).inputValue()).toBe('Not sent yet');
    await grace.type('reflect');
    expect(Object.values(grace.form().fields)).toContain('Half a thought');
  });
});
