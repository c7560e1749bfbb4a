import { describe, expect, it } from 'vitest';
import { openFormCard } from '../../cards/open-form.js';
import { createDrawing } from '../../src/platforms/teams/drawing.js';
import { collectProductSamples } from '../render/product-samples.js';
import { samples as elements } from '../render/samples.js';
import { playHalfTerm } from '../scenarios/half-term.js';
import { fillSecondary } from '../support/filling.js';
import type { TeamsDriver } from '../support/teams-driver.js';
import { begin, type Json } from './acting.js';
import { commandsOf } from './answers.js';
import { faultsOf, type Shown, watch } from './shown.js';

/** Everybody types everything, in each way, and opens what opens. */
async function askForEverything(teams: TeamsDriver): Promise<void> {
  for (const role of ['specialist', 'advocate', 'head', 'hubLead']) {
    const person = teams.as(role);
    for (const { words } of commandsOf(teams)) {
      await person.type(words, 'channel');
      await person.type(words);
    }
  }
}

function expectWithinLimits(teams: TeamsDriver, watched: ReturnType<typeof watch>): void {
  expect([...new Set(watched.shown().flatMap(faultsOf))]).toEqual([]);
  const refused = teams.api.calls.filter(({ status }) => status >= 300);
  expect(refused.map(({ operation, status, answer }) => [operation, status, answer])).toEqual([]);
  expect(watched.others.filter(({ answer }) => answer.status !== 200)).toEqual([]);
}

describe('what is sent to Teams in a year', () => {
  it('keeps to Teams’ limits: primary', async () => {
    const teams = await begin();
    const watched = watch(teams);
    await playHalfTerm(teams);
    await askForEverything(teams);
    await teams.waitUntil('2027-01-05 12:00');
    await teams.as('specialist').type('task set');
    // Chosen badly: the dialog comes again.
    const late = { 'Reply by': '2027-07-30', 'Big Ideas': ['Variation'] };
    await teams.as('specialist').submit({ Title: 'Again', 'What to try': 'Again.', ...late });
    expect(teams.as('specialist').form().fields.Title).toBe('Again');
    await teams.waitUntil('2027-08-01 12:00');
    await askForEverything(teams);
    expectWithinLimits(teams, watched);
    expect(watched.shown().length).toBeGreaterThan(500);
  }, 240_000);

  it('keeps to Teams’ limits: secondary', async () => {
    const teams = await begin({ fill: fillSecondary });
    const watched = watch(teams);
    await teams.as('specialist').type('schedule plan');
    await teams.as('specialist').submit();
    await teams.waitUntil('2027-02-01 12:00');
    for (const role of ['specialist', 'advocate', 'head', 'headOfDepartment']) await teams.as(role).type('home');
    await teams.waitUntil('2027-08-01 12:00');
    expectWithinLimits(teams, watched);
    expect(watched.shown().length).toBeGreaterThan(50);
  }, 240_000);
});

const samples = { ...elements, ...(await collectProductSamples()) };
const opening = [{ id: 'meeting.move', view: () => undefined }];
const drawing = createDrawing(() => opening as never);
/** As many as a card may name, each as long as Teams makes them. */
const viewers = Array.from({ length: 60 }, (_, index) => `29:1${'x'.repeat(84)}${index}`);
const words = 'x'.repeat(300);

it.each(Object.entries(samples))('%s goes to Teams within its limits', (_name, sample) => {
  const weigh = (body: object): number => Buffer.byteLength(JSON.stringify(body));
  const messageOf = (body: ReturnType<typeof drawing.message>): Shown => ({
    how: 'message',
    where: 'message',
    card: body.attachments[0]?.content as unknown as Json,
    bytes: weigh(body),
  });
  const dialogOf = (body: object): Shown => {
    const { value } = (body as { task: { value: { card: { content: Json } } } }).task;
    return { how: 'dialog', where: 'dialog', card: value.card.content, bytes: weigh(body) };
  };
  expect(faultsOf(dialogOf(drawing.dialog(sample)))).toEqual([]);
  const card = sample.kind === 'card' ? sample : openFormCard(sample);
  for (const looks of [{}, { viewers }, { words }, { viewers, words }]) {
    expect(faultsOf(messageOf(drawing.message(card, looks)))).toEqual([]);
  }
});
