import { beforeAll, describe, expect, it } from 'vitest';
import { handIn, publish, setTask } from '../meetings/acting.js';
import { openSqlite } from '../support/databases.js';
import { startRouter, type TestRouter } from '../support/router.js';

const author = 'Hannah Abernethy';
const sharer = 'Yusuf Karimloo';
const drafter = 'Joanna Kowalczyk-Frost';
const waverer = 'Leon Baptiste-Moore';
const specialist = 'Edwin Castlemaine';

const words = {
  /** Sent, for the specialist alone. */
  unshared: 'quokkaword',
  /** Sent, for the whole group. */
  shared: 'axolotlword',
  /** Half written. */
  draft: 'pangolinword',
  /** Half written after "Not yet" was pressed. */
  second: 'narwhalword',
};

const answerTo: Readonly<Record<string, string>> = { 'meeting.cover': 'arranged', 'commitments.answer': 'kept' };

/** One thing that one person, or the channel, got to see. */
interface Seen {
  who: string;
  what: string;
  text: string;
}

let test: TestRouter;
let ids: Record<string, string>;
let seen: Seen[];
const readersOf = (word: string): string[] =>
  [...new Set(seen.filter(({ text }) => text.includes(word)).map(({ who }) => who))].sort();

beforeAll(async () => {
  const database = await openSqlite();
  test = await startRouter(database, { file: 'secondary' });
  seen = [];
  const { first } = await publish(test);
  await test.runUntil('2026-09-08T09:00:00+01:00');
  const task = await setTask(test, { title: 'The task in question', ideas: ['fluency', 'variation'] });
  const [question] = task.prompts;
  const group = test.group.id;
  const [school] = test.group.schools;
  ids = {
    group,
    meeting: first.id,
    task: task.id,
    school: school?.id ?? '',
    subject: task.id,
    chain: 'reflection',
    halfTerm: '1',
  };

  const field = `p-${question?.id}`;
  const write = async (who: string, values: Record<string, unknown>, keep = false): Promise<void> => {
    const form = await test.press(who, 'task.reflect', { group, task: task.id });
    if (form.kind !== 'form') throw new Error(JSON.stringify(form));
    const { route, args } = form.form.submit;
    const intent = { kind: 'submit', route, args, values: { status: 'done', ...values }, keep } as const;
    const reply = await test.router.handle({ id: crypto.randomUUID(), personId: test.personId(who), intent });
    expect(reply.kind).toBe('done');
  };
  await write(author, { [field]: `It went well, ${words.unshared}.` });
  await write(sharer, { [field]: `It went well, ${words.shared}.`, shared: true });
  await write(drafter, { [field]: `I wonder, ${words.draft}`, shared: true, quotable: true }, true);
  await test.press(waverer, 'task.reply', { group, task: task.id, reply: 'notYet' });
  await write(waverer, { [field]: `I am not sure, ${words.second}`, shared: true }, true);

  for (const moment of [
    '2026-09-08T12:00:00+01:00',
    `${first.startsAt.toISOString().slice(0, 10)}T08:30:00+01:00`,
    '2027-07-21T20:00:00+01:00',
  ]) {
    await test.runUntil(moment);
    await lookEverywhere(`at ${moment}`);
  }
  for (const { to, card } of test.messenger.posted) note(nameOf(to), 'message', card);
  for (const { ref, card } of test.messenger.updated) {
    const posted = test.messenger.posted[Number(ref) - 1];
    if (posted) note(nameOf(posted.to), 'message brought up to date', card);
  }
  await database.close();
});

const nameOf = (to: TestRouter['messenger']['posted'][number]['to']): string =>
  to.kind === 'channel'
    ? 'the channel'
    : (test.group.members.find(({ personId }) => personId === to.personId)?.name ?? '');

const note = (who: string, what: string, shown: unknown): void => {
  seen.push({ who, what, text: JSON.stringify(shown) });
};

/** Everybody types every command and presses every button, but those that would change what is being looked for. */
async function lookEverywhere(when: string): Promise<void> {
  for (const { name, role } of test.group.members) {
    for (const { id, command } of test.router.routes) {
      if (id.startsWith('people.stand') || (role === 'advocate' && id === 'task.reply') || role === 'specialist')
        continue;
      if (command) note(name, `${command.words} ${when}`, await test.type(name, command.words));
      const args = { ...ids, answer: answerTo[id] ?? 'yes', reply: 'notYet' };
      note(name, `${id} ${when}`, await test.press(name, id, args));
    }
  }
  for (const command of ['digest', 'task status', 'upcoming', 'home', 'task', 'commitments']) {
    note(specialist, `${command} ${when}`, await test.type(specialist, command));
  }
  note(specialist, `task.read ${when}`, await test.press(specialist, 'task.read', ids));
}

describe('a reflection', () => {
  it('is read by its author and the specialist alone', () => {
    expect(readersOf(words.unshared)).toEqual([specialist, author].sort());
  });

  it('is read by the group, heads included, once it is shared', () => {
    const readers = readersOf(words.shared);
    expect(readers).toContain('Patricia Nwosu-Lane');
    expect(readers).toContain('Rosalind Amponsah');
    expect(readers).toContain(author);
    // In the task's thread.
    expect(readers).toContain('the channel');
  });

  it('is read by nobody but its author while it is half written', () => {
    expect(readersOf(words.draft)).toEqual([drafter]);
    expect(readersOf(words.second)).toEqual([waverer]);
  });

  it('is no reply while it is half written, and stays one once it is', () => {
    const cards = seen.filter(({ who, what }) => who === 'the channel' && what.startsWith('message'));
    const progress = cards.flatMap(({ text }) => /"done":(\d),"total":4/u.exec(text)?.[1] ?? []);
    expect(progress.at(-1)).toBe('3');
    const status = seen.find(({ who, what }) => who === specialist && what.startsWith('task status'))?.text ?? '';
    expect(status).toContain('3 of 4');
    const chased = seen.filter(
      ({ text, what }) => what.startsWith('message') && text.includes('The gap task was due on'),
    );
    expect([...new Set(chased.map(({ who }) => who))]).toEqual([drafter]);
  });

  it('that is missing is named to the specialist alone', () => {
    // A hub lead sees what is planned, for whom; a head's review names the school's teachers, whatever they do.
    const shown = seen.filter(
      ({ who, what, text }) => who !== specialist && !what.startsWith('upcoming') && !text.includes('What was agreed'),
    );
    expect(shown.filter(({ text }) => /no reply (yet|to)/iu.test(text))).toEqual([]);
    const ofTheTask = shown.filter(
      ({ who, text }) => who !== drafter && text.includes('The task in question') && text.includes(drafter),
    );
    expect(ofTheTask.map(({ who, what }) => `${who}: ${what}`)).toEqual([]);
  });
});

describe('what is sent next', () => {
  it('names to each person nobody but themselves', () => {
    const others = test.group.members.map(({ name }) => name);
    for (const { who, what, text } of seen) {
      if (!what.startsWith('upcoming') || who === specialist || who === 'Rosalind Amponsah') continue;
      expect(
        others.filter((name) => name !== who && name !== specialist && text.includes(name)),
        `${what} by ${who}`,
      ).toEqual([]);
    }
  });
});

describe('a reflection that was sent', () => {
  it('leaves the view of others while it is written anew, and returns when it is sent again', async () => {
    const database = await openSqlite();
    const group = await startRouter(database, { file: 'secondary' });
    await publish(group);
    const task = await setTask(group);
    const field = `p-${task.prompts[0]?.id}`;
    const args = { group: group.group.id, task: task.id };
    const shown = async (who: string) => JSON.stringify(await group.press(who, 'task.shared', args));
    await handIn(group, author, await group.type(author, 'reflect'), { [field]: 'first words', shared: true });
    expect(await shown(sharer)).toContain('first words');

    const again = await group.type(author, 'reflect');
    const intent = {
      kind: 'submit',
      route: 'task.reflect',
      args,
      values: { [field]: 'second thoughts' },
      keep: true,
    } as const;
    const kept = await group.router.handle({ id: crypto.randomUUID(), personId: group.personId(author), intent });
    expect(kept).toMatchObject({ kind: 'done', text: 'Kept. Nobody but you can see it until you send it.' });
    for (const who of [sharer, 'specialist', 'head'])
      expect(await shown(who)).not.toMatch(/first words|second thoughts/u);
    expect(JSON.stringify(await group.press('specialist', 'task.read', args))).not.toContain('second thoughts');
    expect(JSON.stringify(await group.type(author, 'reflect'))).toContain('second thoughts');
    expect(await group.db.reflection.findFirst()).toMatchObject({ status: 'done' });

    await handIn(group, author, again, { [field]: 'second thoughts', shared: true });
    expect(await shown(sharer)).toContain('second thoughts');
    await database.close();
  });
});
