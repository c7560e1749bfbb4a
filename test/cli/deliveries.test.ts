import { describe, expect, it } from 'vitest';
import { tidyTexts } from '../../src/compose.js';
import { DeliveryError } from '../../src/delivery/messenger.js';
import { advocate, begin, handIn, head, publish, setTask } from '../meetings/acting.js';
import { type Open, onDatabase } from '../support/databases.js';
import { jsonOf, type Outcome, run } from './run.js';

async function start(open: Open) {
  let url = '';
  const test = await begin(async (filled) => {
    const database = await open(filled);
    url = database.url;
    return database;
  });
  const cli = (...words: string[]): Promise<Outcome> =>
    run(words, { DATABASE_URL: url, CLOCK_START: test.clock.now().toISOString() });
  return { test, cli };
}

onDatabase('what was sent, on the command line', (open) => {
  it('is listed with its recipient and moment, and shown word for word', async () => {
    const { test, cli } = await start(open);
    await publish(test);
    const list = await cli('deliveries');
    expect(list).toMatchObject({ code: 0, err: '' });
    expect(list.out).toMatch(
      /^[\da-f]{8} {2}sent Thu 3 Sep, 08:00 {2}The year’s dates for heads {2}to Margaret Okonkwo \(/mu,
    );
    const rows = jsonOf(await cli('deliveries', '--json')) as { id: string; to: string; title: string }[];
    const schedule = rows.find(({ title }) => title === 'The year’s schedule');
    const shown = await cli('deliveries', '--show', schedule?.id.slice(0, 8) ?? '');
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toContain('To       the channel, Primary Mastery Work Group 3');
    expect(shown.out).toContain('Sent     Thu 3 Sep, 08:00');
    expect(shown.out).toContain('Will you come on Tue 29 Sep?');
    expect(shown.out).toContain('Tue 29 Sep');
  });

  it('keeps nothing of what only its reader may read, and nothing that was taken back', async () => {
    const { test, cli } = await start(open);
    await publish(test);
    await test.runUntil('2026-09-30T12:00:00+01:00');
    const task = await setTask(test);
    const form = await test.press(advocate, 'task.reflect', { group: test.group.id, task: task.id });
    const words = 'The bars made the difference visible to me alone.';
    const [prompt] = task.prompts;
    await handIn(test, advocate, form, { [`p-${prompt?.id}`]: words });
    await test.runUntil('2026-11-23T16:30:00Z');
    const digest = await test.db.delivery.findFirstOrThrow({
      where: { kind: 'meeting-eve', status: 'sent' },
      orderBy: { sentAt: 'desc' },
    });
    const shown = await cli('deliveries', '--show', digest.id);
    expect(shown.out).toContain('Its words are not kept: they are for its reader alone.');
    const everything = await test.db.sentText.findMany();
    expect(everything.length).toBeGreaterThan(20);
    expect(everything.filter(({ text }) => text.includes(words))).toEqual([]);
  });

  it('says what failed, why and what to do, and sends it again', async () => {
    const { test, cli } = await start(open);
    test.messenger.before = (to) => {
      if (to.kind === 'person' && to.personId === test.personId(head))
        throw new DeliveryError('person', 'Slack: users_not_found', { obstacle: 'not-there' });
    };
    expect((await cli('deliveries', '--failed')).out).toBe('Nothing failed.\n');
    expect((await cli('resend', '--failed')).out).toContain('Nothing failed');
    await publish(test);
    const failed = await cli('deliveries', '--failed');
    expect(failed.out).toContain('The year’s dates for heads  to Margaret Okonkwo');
    expect(failed.out).toContain('Not delivered: not here yet. Please invite them.');
    expect(failed.out.split('\n').filter((line) => line.includes('Margaret'))).toHaveLength(1);

    test.messenger.before = () => {};
    expect((await cli('resend', '--failed')).out).toBe(
      'One message will be tried again within a minute, by the running bot and within school hours.\n',
    );
    await test.relay.run();
    const got = test.messenger.posted.filter(({ to }) => to.kind === 'person' && to.personId === test.personId(head));
    expect(got).toHaveLength(1);
    expect((await cli('deliveries', '--failed')).out).toBe('Nothing failed.\n');
    // Once more changes nothing.
    await cli('resend', '--failed');
    await test.relay.run();
    expect(
      test.messenger.posted.filter(({ to }) => to.kind === 'person' && to.personId === test.personId(head)),
    ).toHaveLength(1);
  });
});

describe('what goes wrong', () => {
  it('is said, and nothing is sent twice', async () => {
    const { test, cli } = await start((filled) =>
      import('../support/databases.js').then(({ openSqlite }) => openSqlite(filled)),
    );
    await publish(test);
    const sent = await test.db.delivery.findFirstOrThrow({ where: { status: 'sent' } });
    const cases: [string[], RegExp][] = [
      [['resend'], /^Say which: /u],
      [['resend', '--failed', sent.id], /^Say which: /u],
      [['resend', sent.id], /has not failed \(it is sent\), so nothing was changed/u],
      [['resend', 'zzzzzzzz'], /^There is no message “zzzzzzzz”/u],
      [['deliveries', '--show', '%'], /^There is no message “%”/u],
      [['deliveries', '--limit', '0'], /^--limit: “0” is not a whole number above 0/u],
      [['deliveries', '--group', 'Nowhere'], /^--group: there is no group “Nowhere”/u],
    ];
    for (const [words, said] of cases) {
      const outcome = await cli(...words);
      expect(outcome.code, words.join(' ')).toBe(1);
      expect(outcome.err).toMatch(said);
      expect(outcome.out).toBe('');
    }
    expect(await test.db.delivery.findUnique({ where: { id: sent.id } })).toEqual(sent);
  });
});

onDatabase('what messages said', (open) => {
  it('is kept until the group’s time is over, and what was sent for as long as the group', async () => {
    const { test, cli } = await start(open);
    await publish(test);
    const kept = () => test.db.sentText.count();
    const before = await kept();
    expect(before).toBeGreaterThan(5);
    await tidyTexts(test.db, new Date('2028-07-31T12:00:00Z'), 12);
    expect(await kept()).toBe(before);
    await tidyTexts(test.db, new Date('2028-08-01T12:00:00Z'), 12);
    expect(await kept()).toBe(0);
    const sent = await test.db.delivery.findFirstOrThrow({ where: { status: 'sent' } });
    expect((await cli('deliveries', '--show', sent.id)).out).toContain('What it said is not kept any more');
  });
});
