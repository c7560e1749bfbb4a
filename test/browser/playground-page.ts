import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** As the playground's settings call it. */
const channel = '19:work-group@thread.tacv2';

export type PlaygroundPlace = 'Personal Chat' | 'Group chat' | 'work-group';

/** Microsoft's playground, used by hand. */
export interface PlaygroundPage {
  page: Page;
  visit(place: PlaygroundPlace): Promise<void>;
  /** Writes in the conversation that is open; in a channel a new post. `@` stands for a mention of the bot. */
  write(text: string): Promise<void>;
  /** The newest card with these words on it, once it is there. */
  card(words: string): Promise<Locator>;
  /** Presses a button on the newest card with these words on it. @returns what the bot answers, as JSON */
  press(label: string, on: string): Promise<string>;
  /** Opens the window that “+” has for what would be typed. */
  openWindow(words: string): Promise<Locator>;
  /** Presses in the channel as somebody else would: the page itself has one person. @param user "29:…" */
  pressAs(user: string, action: { verb: string; data: unknown }): Promise<void>;
  /** Takes pictures of what is there, wide and narrow, where TEAMS_PICTURES names a folder. */
  look(name: string, at?: Locator): Promise<void>;
}

const folder = process.env.TEAMS_PICTURES;
const sizes = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
] as const;

/** Holds the longest card. */
const tall = 3200;

/** The playground draws cards 450 px wide whatever the screen; Teams gives them what a phone has. */
const onPhone = `@media (max-width: 400px) {
  div:has(.ac-preview-panel) { min-width: 0 !important; max-width: 100% !important; margin-inline: 0 !important; padding-inline: 0 !important }
  div:has(> .ac-preview-panel) { width: auto !important }
}`;

const starts = (words: string): RegExp => new RegExp(`^${words.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')}`, 'u');

async function hideLog(page: Page): Promise<void> {
  const hide = page.getByRole('button', { name: 'Hide log panel' });
  // A press beside a window closes it.
  const isAside = (await page.getByRole('dialog').count()) === 0;
  if (isAside && (await hide.isVisible())) await hide.click();
}

export async function openPlayground(page: Page, url: string): Promise<PlaygroundPage> {
  await page.setViewportSize(sizes[0]);
  // Its fonts are Microsoft's, from the internet: without them it uses what the computer has.
  await page.route(
    ({ hostname }) => hostname !== 'localhost',
    (route) => route.abort(),
  );
  await page.goto(url);
  await page.locator('[contenteditable=true]').first().waitFor();
  await page.addStyleTag({ content: onPhone });
  const cards = page.locator('.ac-adaptiveCard');
  // In a channel the newest post stands first, in a chat the newest message stands last.
  let isChannel = false;
  const newest = (locator: Locator): Locator => (isChannel ? locator.first() : locator.last());

  async function card(words: string): Promise<Locator> {
    const found = newest(cards.filter({ hasText: words }));
    await found.waitFor().catch(async () => {
      const there = (await cards.allInnerTexts()).map((text) => text.replaceAll(/\s+/gu, ' '));
      throw new Error(`no card says “${words}”. There are:\n${there.join('\n')}`);
    });
    return found;
  }

  return {
    page,
    visit: async (place) => {
      isChannel = place === 'work-group';
      await page.getByRole('treeitem', { name: isChannel ? /work-group$/u : place }).click();
      const box = page.getByText(isChannel ? 'Start a new post' : 'Type a message...', { exact: true });
      await box.first().waitFor();
    },
    write: async (text) => {
      const box = page.locator('[contenteditable=true]').first();
      await box.click();
      if (text.startsWith('@')) {
        await page.keyboard.type('@Work');
        await page.getByRole('menuitem', { name: /^Work Group/u }).click();
      }
      await page.keyboard.type(text.replace(/^@/u, ''));
      const send = page.getByRole('button', { name: isChannel ? 'Post' : 'Send Message', exact: true });
      await Promise.all([page.waitForResponse((one) => one.url().endsWith('/messages')), send.first().click()]);
    },
    card,
    press: async (label, on) => {
      const button = (await card(on)).getByRole('button', { name: starts(label) }).first();
      const [answer] = await Promise.all([
        page.waitForResponse((one) => one.url().endsWith('/v1/invoke')),
        button.click(),
      ]);
      return answer.text();
    },
    openWindow: async (words) => {
      // Each message that was drawn just now closes all windows in 300 milliseconds, by a timer of the page.
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
      await page.getByRole('button', { name: 'Trigger Message Extension App' }).last().click();
      await page.getByRole('menuitem', { name: 'Action Command' }).click();
      const window = page.getByRole('dialog');
      await window.getByRole('textbox', { name: 'Command ID' }).fill(words);
      await window.getByRole('button', { name: 'Create' }).click();
      await window.locator('.ac-adaptiveCard').waitFor();
      return window;
    },
    pressAs: async (user, action) => {
      const activities = `${url}/_internal/v1/customActivities`;
      const template = await page.request.get(`${activities}/template?conversationId=${channel}`);
      const data = {
        ...(await template.json()),
        type: 'invoke',
        name: 'adaptiveCard/action',
        from: { id: user },
        value: { action: { type: 'Action.Execute', ...action } },
      };
      const sent = await page.request.post(activities, { data });
      if (!sent.ok()) throw new Error(`the playground answered ${sent.status()}`);
    },
    look: async (name, at) => {
      if (folder === undefined) return;
      mkdirSync(folder, { recursive: true });
      await hideLog(page);
      for (const size of sizes) {
        await page.setViewportSize({ ...size, ...(at && { height: tall }) });
        await (at ?? page).screenshot({ path: path.join(folder, `${name}-${size.width}.png`), animations: 'disabled' });
      }
      await page.setViewportSize(sizes[0]);
      // It comes back by itself, when all is drawn anew: what is typed before that would be lost.
      await page.getByText('Log Panel', { exact: true }).waitFor();
    },
  };
}
