import type { Locator, Page, Response } from 'playwright-core';
import { civilDate, clockTime } from '../../src/calendar/dates.js';
import type { Driver, OpenForm, Person, Place, SeenMessage } from '../support/driver.js';
import { fillField, readForm } from './page-form.js';

const zone = 'Europe/London';
const placeTabs: Record<Place, string> = { channel: 'Channel', direct: 'Direct messages' };

interface Known {
  id: string;
  name: string;
  role: string;
  places: Place[];
}

type Reply = { kind: string; text?: string } | null;

/** The web chat's page, used by hand: what the driver knows, it reads from the page. */
export async function drivePage(page: Page, url: string): Promise<Driver> {
  await page.goto(url);
  await upToDate(page);
  const world = (await (await page.request.get(`${url}/local/world`)).json()) as { people: Known[] };
  const people = new Map<string, Person>();
  return {
    as(name) {
      const known = world.people.find((one) => one.name === name) ?? world.people.find((one) => one.role === name);
      if (!known) throw new Error(`there is nobody called ${name}`);
      const person = people.get(known.id) ?? createPerson(page, known);
      people.set(known.id, person);
      return person;
    },
    waitUntil: (moment) => travelTo(page, moment),
  };
}

/** Until nothing that the page asked for is on its way and everything that came is drawn. */
export async function upToDate(page: Page): Promise<void> {
  await page.waitForFunction(() => document.readyState === 'complete' && document.querySelector('option'));
  await page.waitForFunction(() => !document.documentElement.hasAttribute('data-working'));
}

/** Does something that the server answers, and lets the page show the answer. */
async function answered(page: Page, path: string, start: () => Promise<unknown>, isKeep = false): Promise<Response> {
  const response = page.waitForResponse((one) => {
    const body = one.request().postData();
    return one.url().endsWith(path) && body !== null && body.includes('"keep":true') === isKeep;
  });
  await Promise.all([response, start()]);
  await upToDate(page);
  return response;
}

/** By the time machine's own buttons: to the next thing while it comes before the moment. */
async function travelTo(page: Page, moment: string): Promise<void> {
  const [date = '', time = '08:00'] = moment.split(' ');
  const machine = page.getByRole('region', { name: 'Time machine' });
  const press = async (button: string) => {
    const moved = await answered(page, '/local/clock', () =>
      machine.getByRole('button', { name: button, exact: true }).click(),
    );
    if (!moved.ok()) throw new Error(`nothing happens at ${moment}: ${await machine.getByRole('status').innerText()}`);
  };
  const now = async () => {
    const face = new Date((await machine.locator('time').getAttribute('datetime')) ?? '');
    return { date: civilDate(face, zone), time: clockTime(face, zone) };
  };
  if ((await now()).date < date) {
    await machine.getByLabel('Go to date').fill(date);
    await press('Go');
  }
  while ((await now()).time < time) {
    await press('Next thing');
    if ((await now()).date > date) throw new Error(`nothing happens on ${date} at or after ${time}`);
  }
}

function createPerson(page: Page, { id, name, role, places }: Known): Person {
  const home: Place = places[0] ?? 'direct';
  const view = { specialist: 2, head: 3 }[role] ?? 1;
  const pane = page.locator(`[data-pane="${view}"]`);
  const dialog = page.getByRole('dialog');
  let form: OpenForm | undefined;

  async function look(place: Place): Promise<void> {
    const picker = pane.getByRole('combobox', { name: `Person in view ${view}` });
    if ((await picker.inputValue()) !== id) await picker.selectOption(id);
    const tab = pane.getByRole('tab', { name: placeTabs[place] });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    await upToDate(page);
  }

  /** @returns the words with which the page answers */
  async function act(start: () => Promise<unknown>): Promise<string> {
    const { reply } = (await (await answered(page, '/local/act', start)).json()) as { reply: Reply };
    const stays = (await dialog.count()) > 0;
    form = stays ? await readForm(dialog) : undefined;
    if (reply?.text === undefined) return '';
    const said = stays ? dialog.locator('.note') : pane.locator('.toast p', { hasText: reply.text }).last();
    return said.innerText();
  }

  async function fill(values: Record<string, unknown>): Promise<void> {
    if (!form) throw new Error(`${name} has no form open`);
    for (const [label, value] of Object.entries(values)) await fillField(dialog, label, value);
  }

  return {
    name,
    type: async (text, place = 'direct') => {
      await look(place);
      const box = pane.getByRole('textbox', { name: 'Message' });
      await box.fill(text);
      await act(() => box.press('Enter'));
    },
    press: async (label, on = '', place = home) => {
      await look(place);
      const button = page.locator('button').filter({ hasText: exactly(label) });
      const message = pane.getByRole('article').filter({ hasText: on }).filter({ has: button }).last();
      if ((await message.count()) === 0)
        throw new Error(`${name} sees no button “${label}”${on ? ` on “${on}”` : ''} in ${place}`);
      return act(() =>
        message
          .locator('button')
          .filter({ hasText: exactly(label) })
          .first()
          .click(),
      );
    },
    form: () => {
      if (!form) throw new Error(`${name} has no form open`);
      return form;
    },
    submit: async (values = {}) => {
      await fill(values);
      return act(() => dialog.locator('.form-buttons .style-positive').click());
    },
    leave: async (values) => {
      await fill(values);
      const close = dialog.locator('.dialog-foot').getByRole('button', { name: 'Close' });
      const kept = await answered(page, '/local/act', () => close.click(), true);
      const { reply } = (await kept.json()) as { reply: Reply };
      if (reply?.kind !== 'done') throw new Error(`not kept: ${JSON.stringify(reply)}`);
      form = undefined;
    },
    messages: async (place = home) => {
      await look(place);
      return readMessages(pane.locator('.entry:not(.in-thread)').getByRole('article'));
    },
    thread: async (on) => {
      await look('channel');
      const parents = pane.locator('.entry').filter({ hasText: on });
      const keys = await parents.evaluateAll((all) => all.map((entry) => (entry as HTMLElement).dataset.key));
      const within = keys.map((key) => `.in-thread[data-under="${key}"]`).join(', ') || '.no-thread';
      return readMessages(pane.locator(within).getByRole('article'));
    },
  };
}

function readMessages(articles: Locator): Promise<SeenMessage[]> {
  return articles.evaluateAll((all) =>
    all.map((message) => {
      const author = message.querySelector('.by b')?.textContent?.replace(/ \(you\)$/u, '') ?? '';
      const said = message.querySelector<HTMLElement>('.card, .text');
      return {
        from: author === 'Workgroup bot' ? 'bot' : author,
        text: said?.innerText ?? '',
        buttons: [...(said?.querySelectorAll('button') ?? [])].map((button) => button.innerText),
        onlyYou: message.querySelector('.only-you') !== null,
        at: message.querySelector('time')?.dateTime ?? '',
      };
    }),
  );
}

const exactly = (words: string): RegExp =>
  new RegExp(`^\\s*${words.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')}\\s*$`, 'u');
