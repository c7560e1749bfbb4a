import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { renderCard, renderDialogCard, renderForm } from '../../src/render/adaptive-card.js';
import { renderCardModal, renderHome, renderMessage, renderModal } from '../../src/render/block-kit.js';
import { openSqlite } from '../support/databases.js';
import { startRouter } from '../support/router.js';
import { checkAdaptiveCard, checkBlockKitMessage, checkCardModal, checkHome, checkModal } from './check.js';
import { collectProductSamples } from './product-samples.js';
import { samples as elements } from './samples.js';

const folder = fileURLToPath(new URL('../../cards/golden/', import.meta.url));

/** Cards that are read in a dialog too: with a table, with an undo, with rows of buttons. */
const inDialogs = ['identified', 'schedule', 'task-replied', 'wrong-word'];

const product = await collectProductSamples();
const opening = await collectOpening();
const samples = {
  ...Object.fromEntries(Object.entries(elements).map(([name, sample]) => [`elements-${name}`, sample])),
  ...product,
};

describe.each(Object.entries(samples))('%s', (name, sample) => {
  it('looks in Slack as it did', async () => {
    const json = sample.kind === 'card' ? renderMessage(sample) : renderModal(sample);
    expect(sample.kind === 'card' ? checkBlockKitMessage(json) : checkModal(json)).toEqual([]);
    await expect(format(json)).toMatchFileSnapshot(`${folder}${name}.slack.json`);
  });

  if (sample.kind === 'card') {
    it('can be read on the Home tab and in a modal', () => {
      expect(checkHome(renderHome(sample))).toEqual([]);
      expect(checkCardModal(renderCardModal(sample))).toEqual([]);
    });
  }
  if (sample.kind === 'card' && name.startsWith('home-')) {
    it('looks on the Home tab as it did', async () => {
      await expect(format(renderHome(sample))).toMatchFileSnapshot(`${folder}${name}.slack-home.json`);
    });
  }

  it('looks in Teams as it did', async () => {
    const opens = (route: string) => opening.has(route);
    const json = sample.kind === 'card' ? renderCard(sample, { opens }) : renderForm(sample);
    expect(checkAdaptiveCard(json)).toEqual([]);
    await expect(format(json)).toMatchFileSnapshot(`${folder}${name}.teams.json`);
  });

  if (sample.kind === 'card') {
    it('can be read in a dialog in Teams', async () => {
      const json = renderDialogCard(sample);
      expect(checkAdaptiveCard(json)).toEqual([]);
      if (inDialogs.includes(name))
        await expect(format(json)).toMatchFileSnapshot(`${folder}${name}.teams-dialog.json`);
    });
  }
});

it('has a sample for every golden file', () => {
  const orphans = readdirSync(folder).filter(
    (file) => !(file.replace(/\.(slack|slack-home|teams|teams-dialog)\.json$/, '') in samples),
  );
  expect(orphans).toEqual([]);
});

/** The routes that open something in Teams: those with a view. */
async function collectOpening(): Promise<Set<string>> {
  const database = await openSqlite('example');
  const { router } = await startRouter(database);
  await database.close();
  return new Set(router.routes.filter(({ view }) => view !== undefined).map(({ id }) => id));
}

function format(json: unknown): string {
  return `${JSON.stringify(json, null, 2)}\n`;
}
