import { expect, it } from 'vitest';
import type { Card, Element } from '../../cards/model.js';
import { begin, handIn, publish, setTask } from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';
import { createTalk, grace, kate, margaret, priya, tom } from './talking.js';

async function cardOf(test: TestRouter, who: string, command = 'report'): Promise<Card> {
  const reply = await test.type(who, command);
  if (reply.kind !== 'card') throw new Error(JSON.stringify(reply));
  return reply.card;
}

const part = <Kind extends Element['kind']>(card: Card, kind: Kind): Extract<Element, { kind: Kind }> => {
  const found = card.body.find((one) => one.kind === kind);
  if (!found) throw new Error(`no ${kind} on ${JSON.stringify(card)}`);
  return found as Extract<Element, { kind: Kind }>;
};

const wordsOf = (text: readonly unknown[]): string =>
  text.map((span) => (typeof span === 'string' ? span : ((span as { name?: string }).name ?? ''))).join('');

/** Rows of the report's table, in its order. */
const rowsOf = (card: Card): string[] => part(card, 'table').rows.map((row) => row.map(wordsOf).join(' | '));

/** A fortnight in which Priya and Grace write, and Tom shares a reflection. */
async function live(test: TestRouter): Promise<void> {
  const talk = createTalk(test);
  await publish(test);
  const task = await setTask(test);
  const asked = await talk.ask(priya, { at: '2026-09-04T10:00:00+01:00' });
  await talk.say(grace, { at: '2026-09-04T10:10:00+01:00', under: asked });
  await talk.say(priya, { at: '2026-09-15T16:00:00+01:00' });
  await talk.say(priya, { at: '2026-09-16T16:00:00+01:00' });
  await talk.say(kate, { at: '2026-09-16T16:05:00+01:00' });
  const form = await test.type(tom, 'reflect');
  await handIn(test, tom, form, { [`p-${task.prompts[0]?.id}`]: 'a canary sang', shared: true });
  test.clock.set(new Date('2026-09-17T09:00:00+01:00'));
}

onDatabase('“report”', (open) => {
  it('shows those who lead the group everybody’s counts, by school and name, and the weeks so far', async () => {
    const test = await begin(open);
    await live(test);
    for (const who of [kate, 'Rosalind Amponsah']) {
      const card = await cardOf(test, who);
      const rows = rowsOf(card);
      expect(rows.slice(0, 2)).toEqual([
        'Priya Nandakumar, Oakfield Primary | 3 | 0 | 0',
        'Tom Hartwell, Oakfield Primary | 0 | 0 | 1',
      ]);
      expect(rows.find((row) => row.startsWith(grace))).toMatch(/\| 1 \| 1 \| 0$/u);
      expect(rows.at(-1)).toBe('Kate Winterbourne, Specialist | 1 | 0 | 0');
      expect(rows).toHaveLength(13);
      expect(part(card, 'chart').bars).toEqual([
        { label: 'Mon 31 Aug', value: 2 },
        { label: 'Mon 7 Sep', value: 0 },
        { label: 'Mon 14 Sep', value: 3 },
      ]);
      expect(JSON.stringify(card)).toContain('No words are kept');
      expect(JSON.stringify(card)).not.toContain('canary');
    }
  });

  it('shows a lead teacher their own counts and their own school’s', async () => {
    const test = await begin(open);
    await live(test);
    const card = JSON.stringify(await cardOf(test, priya));
    expect(part(await cardOf(test, priya), 'facts').facts.map(({ label, value }) => [label, value])).toEqual([
      ['Messages', ['3']],
      ['Of these, replies', ['0']],
      ['Shared reflections', ['0']],
    ]);
    expect(card).toContain('2 of 2 lead teachers took part.');
    expect(card).not.toMatch(/Grace|Tom Hartwell|Millpond/u);
  });

  it('shows a head how many of their own school took part, and no more', async () => {
    const test = await begin(open);
    await live(test);
    const card = await cardOf(test, margaret);
    const shown = JSON.stringify(card);
    expect(shown).toContain('2 of 2 lead teachers took part.');
    expect(shown).not.toMatch(/Priya|Tom|messages and|Millpond|Hazel/u);
    expect(card.body.some(({ kind }) => kind === 'facts' || kind === 'table' || kind === 'chart')).toBe(false);
    expect(JSON.stringify(await cardOf(test, 'Stephen Blackwood'))).toContain('0 of 2 lead teachers took part.');
  });

  it('counts a half-term with the holidays after it, and what is shared no more not at all', async () => {
    const test = await begin(open);
    await live(test);
    await handIn(test, tom, await test.type(tom, 'reflect'), { shared: false });
    expect(rowsOf(await cardOf(test, kate))[1]).toBe('Tom Hartwell, Oakfield Primary | 0 | 0 | 0');
    const { say } = createTalk(test);
    await say(priya, { at: '2026-10-28T12:00:00Z' });
    test.clock.set(new Date('2026-10-30T09:00:00Z'));
    expect(rowsOf(await cardOf(test, kate))[0]).toBe('Priya Nandakumar, Oakfield Primary | 4 | 0 | 0');
    expect(part(await cardOf(test, kate), 'chart').bars.at(-1)).toEqual({ label: 'Mon 26 Oct', value: 1 });
    test.clock.set(new Date('2026-11-02T09:00:00Z'));
    expect(rowsOf(await cardOf(test, kate))[0]).toBe('Priya Nandakumar, Oakfield Primary | 0 | 0 | 0');
  });

  it('shows an empty half-term before it has begun, and says what is missing without term dates', async () => {
    const test = await begin(open, { start: '2026-08-20T09:00:00+01:00' });
    const card = await cardOf(test, kate);
    expect(rowsOf(card)).toHaveLength(12);
    expect(card.body.some(({ kind }) => kind === 'chart')).toBe(false);
    await test.db.halfTerm.deleteMany();
    expect(await test.type(kate, 'report')).toMatchObject({
      kind: 'refused',
      text: 'The group has no term dates yet, so there is no half-term to count.',
    });
  });
});

onDatabase('the commitments', (open) => {
  it('record who took part in the online community, in programmes that ask for it', async () => {
    const test = await begin(open);
    await live(test);
    const line = async (one: TestRouter, who: string) =>
      /"Online community","value":\["([^"]*)"\]/u.exec(JSON.stringify(await cardOf(one, who, 'commitments')))?.[1];
    expect(await line(test, margaret)).toBe('2 of 2 lead teachers took part this half-term');
    expect(await line(test, 'Stephen Blackwood')).toBe('None so far this half-term');
    test.clock.set(new Date('2026-11-03T09:00:00Z'));
    expect(await line(test, margaret)).toBe('None so far this half-term');

    const secondary = await begin(open, { file: 'secondary' });
    expect(await line(secondary, 'head')).toBeUndefined();
  });
});

onDatabase('help', (open) => {
  it('says what is counted, and who sees it', async () => {
    const test = await begin(open);
    for (const role of ['specialist', 'advocate', 'head', 'hubLead']) {
      const last = (await cardOf(test, role, 'help')).body.at(-1);
      expect(JSON.stringify(last)).toMatch(
        /how often each person writes in the channel, and never what.*head sees only/u,
      );
    }
  });
});
