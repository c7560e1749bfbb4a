import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Window } from '../../src/platforms/gate.js';
import { createPace, type Pace, type Rules } from '../../src/platforms/pace.js';
import { slackRules } from '../../src/platforms/slack/limits.js';
import { teamsRules } from '../../src/platforms/teams/limits.js';
import type { Timer } from '../../src/shared/timer.js';
import { createSimplestPace } from './simplest-pace.js';
import { createVirtualTimer } from './virtual-timer.js';
import { fastest, insist, startPace } from './windows.js';

const second = 1000;

/** Five calls a second in a workspace; messages one a second in a channel. "look" and "stare" count together. */
const rules: Rules = {
  lane: (method) => ({ name: method === 'stare' ? 'look' : method, windows: [{ most: 5, within: second }] }),
  place: (method) => (method === 'post' ? { name: 'post', windows: [{ most: 1, within: second }] } : undefined),
};

const post = (place: string, number = 0) => ({ scope: 'T1', method: 'post', place, number });
const when = (gone: readonly { number: number; at: number }[]) => gone.map(({ number, at }) => [number, at]);

describe('the pace', () => {
  it('lets a single call go at once', async () => {
    const { timer, gone, send } = startPace(rules);
    await send(post('C1'));
    expect([timer.now(), gone.length]).toEqual([0, 1]);
  });

  it('does not let one long queue slow the others down', async () => {
    const { timer, gone, send } = startPace(rules);
    for (let number = 0; number < 300; number++) void send(post('C1', number));
    for (let number = 0; number < 12; number++) void send(post(`D${number}`, number));
    await timer.pass(3 * second);
    expect(gone.filter(({ place }) => place?.startsWith('D'))).toHaveLength(12);
    await timer.pass();
    expect(when(gone.filter(({ place }) => place === 'C1'))).toEqual(
      Array.from({ length: 300 }, (_, number) => [number, number * second]),
    );
  });

  it('lets those go first who came first, wherever they go', async () => {
    const { timer, gone, send } = startPace(rules);
    for (let number = 0; number < 40; number++) void send(post(`D${(number * 7) % 20}`, number));
    await timer.pass();
    expect(gone.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, number) => number));
    expect(timer.now()).toBe(fastest(40, [[5, second]]));
  });

  it('holds one place when the platform asks for it, the waiting ones too, and no other', async () => {
    const { timer, pace, gone, send } = startPace(rules);
    for (let number = 0; number < 3; number++) void send(post('C1', number));
    await timer.pass(0);
    pace.hold('T1', 'post', 30_000, 'C1');
    pace.hold('T1', 'post', 10, 'C1');
    expect(pace.held('T1', 'post', 'C1')).toBe(30_000);
    expect(pace.held('T1', 'post', 'C2')).toBe(0);
    expect(pace.held('T2', 'post', 'C1')).toBe(0);
    void send(post('C2'));
    void send({ ...post('C1'), scope: 'T2' });
    void send({ ...post('C1'), method: 'look' });
    await timer.pass();
    expect(
      when(gone.filter(({ scope, method, place }) => scope === 'T1' && method === 'post' && place === 'C1')),
    ).toEqual([
      [0, 0],
      [1, 30_000],
      [2, 31_000],
    ]);
    expect(gone.filter(({ at }) => at === 0)).toHaveLength(4);
  });

  it('holds everything that counts together in one workspace, where no place matters', async () => {
    const { timer, pace, gone, send } = startPace(rules);
    pace.hold('T1', 'look', 7000, 'C1');
    expect(pace.held('T1', 'stare')).toBe(7000);
    void send({ scope: 'T1', method: 'stare', number: 0 });
    void send({ scope: 'T2', method: 'look', number: 1 });
    void send(post('C1', 2));
    await timer.pass();
    expect(when(gone)).toEqual([
      [1, 0],
      [2, 0],
      [0, 7000],
    ]);
  });

  it('counts together what has one name', async () => {
    const { timer, gone, send } = startPace(rules);
    for (let number = 0; number < 12; number++) {
      void send({ scope: 'T1', method: number % 2 === 0 ? 'look' : 'stare', number });
    }
    await timer.pass();
    insist(
      'both',
      gone.map(({ at }) => at),
      [[5, second]],
    );
    expect(timer.now()).toBe(2 * second);
  });

  it('sends first what was refused, before what came later', async () => {
    const { timer, pace, gone, send } = startPace(rules);
    await pace.turn('T1', 'post', 'C1');
    void send(post('C1', 1));
    pace.hold('T1', 'post', 5000, 'C1');
    void send(post('C1', 0), true);
    await timer.pass();
    expect(when(gone)).toEqual([
      [0, 5000],
      [1, 6000],
    ]);
  });

  it('sends first what was refused, before what waits for other places', async () => {
    const { timer, gone, send } = startPace(rules);
    for (let number = 0; number < 8; number++) void send(post(`D${number}`, number));
    await timer.pass(0);
    void send(post('C1', 8), true);
    await timer.pass();
    expect(gone.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 8, 5, 6, 7]);
  });
});

describe.each([
  ['Slack', slackRules, ['chat.postMessage', 'chat.postMessage', 'chat.update', 'pins.add']],
  ['Teams', teamsRules, ['send', 'send', 'create', 'members']],
])('with the rules of %s', (_name, own, methods) => {
  const asked = fc.record({
    wait: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 8000 })),
    scope: fc.constantFrom('T1', 'T2'),
    method: fc.constantFrom(...methods),
    place: fc.option(fc.constantFrom('C1', 'C2', 'D1', 'D2', 'D3'), { nil: undefined, freq: 10 }),
    times: fc.integer({ min: 1, max: 20 }),
    hold: fc.option(fc.integer({ min: 1, max: 40_000 }), { nil: undefined, freq: 12 }),
    again: fc.boolean(),
  });
  type Asked = typeof asked extends fc.Arbitrary<infer Value> ? Value : never;

  /** For each lane, what went out when, in order; and how long each was held. */
  async function play(calls: readonly Asked[], create: (rules: Rules, timer: Timer) => Pace) {
    const timer = createVirtualTimer();
    const pace = create(own, timer);
    const lanes: Record<string, [number: number, at: number][]> = {};
    const held: number[] = [];
    let last = 0;
    for (const { wait, scope, method, place, times, hold, again } of calls) {
      if (wait > 0) await timer.pass(wait);
      if (hold !== undefined) pace.hold(scope, method, hold, place);
      held.push(pace.held(scope, method, place));
      for (let time = 0; time < times; time++) {
        const number = last++;
        const lane = `${scope} ${own.lane(method).name}`;
        lanes[lane] ??= [];
        void pace.turn(scope, method, place, again).then(() => lanes[lane]?.push([number, timer.now()]));
      }
    }
    await timer.pass();
    return { lanes, held };
  }

  it('does what the simplest one does, whatever comes when', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { maxLength: 30, size: 'max' }), async (calls) => {
        expect(await play(calls, createPace)).toEqual(await play(calls, createSimplestPace));
      }),
      { numRuns: 80 },
    );
  });
});

/** How often a limit is looked at until so many calls, all there at the start, have gone out. */
async function countLooks(count: number, placeOf: (number: number) => string, holdFor = 0): Promise<number> {
  let looks = 0;
  const counted = (most: number): Window => ({
    get most() {
      looks += 1;
      return most;
    },
    within: second,
  });
  const { timer, pace, gone, send } = startPace({
    lane: () => ({ name: 'all', windows: [counted(50)] }),
    place: () => ({ name: 'send', windows: [counted(1)] }),
  });
  for (let number = 0; number < count; number++) {
    if (holdFor > 0) pace.hold('T1', 'send', holdFor + number * 10, placeOf(number));
    void send({ scope: 'T1', method: 'send', place: placeOf(number), number });
  }
  await timer.pass();
  expect(gone).toHaveLength(count);
  return looks;
}

describe.each([
  ['2,500 places', (number: number) => `D${number}`, 0],
  ['one place', () => 'C1', 0],
  ['20 places in turn', (number: number) => `C${number % 20}`, 0],
  ['2,500 places that are held', (number: number) => `D${number}`, 60_000],
])('with 2,500 calls waiting for %s', (_name, placeOf, holdFor) => {
  it('looks at each a few times, and no more often when twice as many wait', async () => {
    const looks = await countLooks(2500, placeOf, holdFor);
    expect(looks / 2500).toBeLessThan(20);
    expect(await countLooks(5000, placeOf, holdFor)).toBeLessThan(looks * 2.2);
  });
});
