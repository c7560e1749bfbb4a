import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Operation, teamsRules } from '../../src/platforms/teams/limits.js';
import { type Allowed, type Call, fastest, type Gone, insist, startPace } from '../platforms/windows.js';

const second = 1000;

/** https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/rate-limit, its table as it stands. */
const perTenant: Allowed = [[50, second]];
const perConversation: Readonly<Record<Operation, Allowed>> = {
  send: [
    [7, second],
    [8, 2 * second],
    [60, 30 * second],
    [1800, 3600 * second],
  ],
  create: [
    [7, second],
    [8, 2 * second],
    [60, 30 * second],
    [1800, 3600 * second],
  ],
  members: [
    [14, second],
    [16, 2 * second],
    [120, 30 * second],
    [3600, 3600 * second],
  ],
  conversations: [
    [14, second],
    [16, 2 * second],
    [120, 30 * second],
    [3600, 3600 * second],
  ],
};

const uk = 'tenant-uk';
const send = (place: string, number: number): Call => ({ scope: uk, method: 'send', place, number });

/** @throws when Teams would have refused one of these */
function insistOnAll(gone: readonly Gone[]): void {
  const times = new Map<string, { allowed: Allowed; at: number[] }>();
  const note = (name: string, allowed: Allowed, at: number): void => {
    const known = times.get(name) ?? { allowed, at: [] };
    times.set(name, known);
    known.at.push(at);
  };
  for (const { scope, method, place, at } of gone) {
    note(scope, perTenant, at);
    note(`${scope} ${method} ${place}`, perConversation[method as Operation], at);
  }
  for (const [name, { allowed, at }] of times) insist(name, at, allowed);
}

const timesIn = (gone: readonly Gone[], place: string): number[] =>
  gone.filter((one) => one.place === place).map(({ at }) => at);

describe('the pace in Teams', () => {
  it('writes to 2,500 people of one tenant as fast as Teams allows', async () => {
    const { timer, gone, send: go } = startPace(teamsRules);
    for (let number = 0; number < 2500; number++) void go(send(`a:${number}`, number));
    await timer.pass();
    expect(gone).toHaveLength(2500);
    insistOnAll(gone);
    expect(timer.now()).toBeLessThanOrEqual(fastest(2500, perTenant) * 1.05);
    expect(gone.map(({ number }) => number)).toEqual(gone.map((_, index) => index));
  });

  it('begins 2,500 conversations and writes in each, as fast as Teams allows', async () => {
    const { timer, gone, send: go } = startPace(teamsRules);
    const meet = async (number: number): Promise<void> => {
      await go({ scope: uk, method: 'create', place: `29:${number}`, number });
      await go(send(`a:${number}`, number));
    };
    for (let number = 0; number < 2500; number++) void meet(number);
    await timer.pass();
    expect(gone).toHaveLength(5000);
    insistOnAll(gone);
    expect(timer.now()).toBeLessThanOrEqual(fastest(5000, perTenant) * 1.05);
  });

  it('does not let a conversation that is held delay the others', async () => {
    const { timer, pace, gone, send: go } = startPace(teamsRules);
    pace.hold(uk, 'send', 600 * second, 'a:0');
    for (let number = 0; number < 2500; number++) void go(send(`a:${number % 500}`, number));
    await timer.pass();
    insistOnAll(gone);
    const others = gone.filter(({ place }) => place !== 'a:0');
    expect(others).toHaveLength(2495);
    expect(Math.max(...others.map(({ at }) => at))).toBeLessThanOrEqual(fastest(2495, perTenant) * 1.05);
    expect(timesIn(gone, 'a:0')).toEqual(Array.from({ length: 5 }, () => 600 * second));
  });

  it.each(['send', 'create', 'members', 'conversations'] as const)(
    'keeps to every window of one conversation, as fast as can be: %s',
    async (method) => {
      const { timer, gone, send: go } = startPace(teamsRules);
      const count = 4000;
      for (let number = 0; number < count; number++) void go({ scope: uk, method, place: '19:channel', number });
      await timer.pass(10 * second);
      void go(send('a:1', count));
      await timer.pass();
      insistOnAll(gone);
      expect(timesIn(gone, 'a:1')).toEqual([10 * second]);
      expect(timesIn(gone, '19:channel').at(-1)).toBe(fastest(count, perConversation[method]));
    },
  );

  it('counts each tenant, and each thing done in a conversation, for itself', async () => {
    const { timer, gone, send: go } = startPace(teamsRules);
    for (const scope of [uk, 'tenant-other']) {
      for (const method of ['send', 'create', 'members', 'conversations']) {
        for (let number = 0; number < 7; number++) void go({ scope, method, place: '19:channel', number });
      }
    }
    await timer.pass(0);
    expect(gone).toHaveLength(56);
  });

  it('never passes a limit, loses nothing and keeps the order, whatever comes when', async () => {
    const call = fc.record({
      wait: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 40_000 })),
      scope: fc.constantFrom(uk, 'tenant-other'),
      method: fc.constantFrom('send', 'send', 'create', 'members', 'conversations'),
      place: fc.constantFrom('19:channel', 'a:1', 'a:2'),
      times: fc.integer({ min: 1, max: 30 }),
      hold: fc.option(fc.integer({ min: 1, max: 90_000 }), { freq: 10 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 60, size: 'max' }), async (calls) => {
        const { timer, pace, gone, send: go } = startPace(teamsRules);
        const holds: { scope: string; method: string; place: string; from: number; until: number }[] = [];
        let number = 0;
        for (const { wait, hold, times, ...one } of calls) {
          if (wait > 0) await timer.pass(wait);
          if (hold !== null) {
            pace.hold(one.scope, one.method, hold, one.place);
            holds.push({ ...one, from: timer.now(), until: timer.now() + hold });
          }
          for (let time = 0; time < times; time++) void go({ ...one, number: number++ });
        }
        await timer.pass();
        expect(gone).toHaveLength(number);
        insistOnAll(gone);
        const last = new Map<string, number>();
        for (const { scope, method, place, number: own } of gone) {
          const key = `${scope} ${method} ${place}`;
          expect(own).toBeGreaterThan(last.get(key) ?? -1);
          last.set(key, own);
        }
        for (const { from, until, ...held } of holds) {
          const broken = gone.filter(
            ({ scope, method, place, at }) =>
              scope === held.scope && method === held.method && place === held.place && at > from && at < until,
          );
          expect(broken).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the strict double', () => {
  it('refuses the eighth in a second, the ninth in two and the sixty-first in thirty', () => {
    const at = (...times: number[]) => times;
    const eight = at(0, 0, 0, 0, 0, 0, 0);
    insist('a', [...eight, 1000, 2000], perConversation.send);
    expect(() => insist('a', [...eight, 999], perConversation.send)).toThrow('7 in 1000 ms');
    expect(() => insist('a', [...eight, 1000, 1999], perConversation.send)).toThrow('8 in 2000 ms');
    const even = Array.from({ length: 61 }, (_, index) => index * 490);
    expect(() => insist('a', even, perConversation.send)).toThrow('60 in 30000 ms');
  });
});
