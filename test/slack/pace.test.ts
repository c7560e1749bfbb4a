import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPace } from '../../src/platforms/pace.js';
import { slackRules } from '../../src/platforms/slack/limits.js';
import { createVirtualTimer } from '../platforms/virtual-timer.js';
import { allowed, fastest, refusals, type Timed } from './limits.js';

const post = 'chat.postMessage';
type Wanted = Omit<Timed, 'at'> & { number: number };

function start() {
  const timer = createVirtualTimer();
  const pace = createPace(slackRules, timer);
  const gone: (Timed & { number: number })[] = [];
  const send = async (call: Wanted): Promise<void> => {
    await pace.turn(call.team, call.method, call.place);
    gone.push({ ...call, at: timer.now() });
  };
  return { timer, pace, gone, send };
}

/** 500 messages to 100 people and 10 channels in 2 workspaces, in no order. */
function aBusyMorning(): Wanted[] {
  const places = [
    ...Array.from({ length: 100 }, (_, index) => ({ team: `T${index % 2}`, place: `D${index}` })),
    ...Array.from({ length: 400 }, (_, index) => ({ team: `T${index % 2}`, place: `C${index % 10}` })),
  ];
  const mixed = places.map((_, index) => places[(index * 193) % places.length] as (typeof places)[number]);
  return mixed.map((where, number) => ({ ...where, method: post, number }));
}

function outOfOrder(gone: readonly (Timed & { number: number })[]): unknown[] {
  const last = new Map<string, number>();
  return gone.filter(({ team, place, number }) => {
    const before = last.get(`${team} ${place}`) ?? -1;
    last.set(`${team} ${place}`, number);
    return number < before;
  });
}

it('sends 500 messages without a refusal, in order, as fast as can be', async () => {
  const { timer, gone, send } = start();
  const wanted = aBusyMorning();
  for (const call of wanted) void send(call);
  await timer.pass();
  expect(gone).toHaveLength(500);
  expect(refusals(gone)).toEqual([]);
  expect(outOfOrder(gone)).toEqual([]);
  expect(timer.now()).toBeGreaterThanOrEqual(fastest(wanted));
  expect(timer.now()).toBeLessThanOrEqual(fastest(wanted) * 1.05);
});

it('keeps to a workspace’s minute when everybody is written to at once', async () => {
  const { timer, gone, send } = start();
  const wanted = Array.from({ length: 700 }, (_, number) => ({
    team: 'T1',
    method: post,
    place: `D${number}`,
    number,
  }));
  for (const call of wanted) void send(call);
  await timer.pass();
  expect(gone).toHaveLength(700);
  expect(refusals(gone)).toEqual([]);
  expect(timer.now()).toBeLessThanOrEqual(fastest(wanted) * 1.05);
});

it('smooths a burst, and lets a single call go at once', async () => {
  const { timer, gone, send } = start();
  await send({ team: 'T1', method: 'views.publish', number: 0 });
  expect(timer.now()).toBe(0);
  for (let number = 1; number <= 60; number++) void send({ team: 'T1', method: 'views.publish', number });
  await timer.pass();
  for (const { at } of gone) {
    expect(gone.filter((other) => other.at >= at && other.at < at + 1000).length).toBeLessThanOrEqual(10);
  }
  expect(timer.now()).toBeLessThanOrEqual(6000);
});

it('holds one channel when Slack asks for it, the waiting ones too, and no other', async () => {
  const { timer, pace, gone, send } = start();
  for (let number = 0; number < 3; number++) void send({ team: 'T1', method: post, place: 'C1', number });
  await timer.pass(0);
  pace.hold('T1', post, 30_000, 'C1');
  expect(pace.held('T1', post, 'C1')).toBe(30_000);
  expect(pace.held('T1', post, 'C2')).toBe(0);
  void send({ team: 'T1', method: post, place: 'C2', number: 0 });
  void send({ team: 'T2', method: post, place: 'C1', number: 0 });
  void send({ team: 'T1', method: 'chat.update', place: 'C1', number: 0 });
  await timer.pass();
  expect(gone.filter(({ team, method, place }) => team === 'T1' && method === post && place === 'C1')).toEqual(
    [0, 30_000, 31_000].map((at, number) => ({ team: 'T1', method: post, place: 'C1', number, at })),
  );
  expect(gone.filter(({ at }) => at === 0)).toHaveLength(4);
});

it('holds a method in one workspace', async () => {
  const { timer, pace, gone, send } = start();
  pace.hold('T1', 'views.open', 7000);
  void send({ team: 'T1', method: 'views.open', number: 0 });
  void send({ team: 'T2', method: 'views.open', number: 1 });
  await timer.pass();
  expect(gone.map(({ number, at }) => [number, at])).toEqual([
    [1, 0],
    [0, 7000],
  ]);
});

it('never passes a limit, loses nothing and keeps the order, whatever comes when', async () => {
  const call = fc.record({
    wait: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 20_000 })),
    team: fc.constantFrom('T1', 'T2'),
    method: fc.constantFrom(post, post, post, 'chat.update', 'pins.add', 'views.publish'),
    place: fc.constantFrom('C1', 'C2', 'D1', 'D2', 'D3'),
    hold: fc.option(fc.integer({ min: 1, max: 40_000 }), { freq: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 250, size: 'max' }), async (calls) => {
      const { timer, pace, gone, send } = start();
      const holds: { team: string; method: string; place: string; from: number; until: number }[] = [];
      for (const [number, { wait, hold, ...one }] of calls.entries()) {
        if (wait > 0) await timer.pass(wait);
        if (hold !== null) {
          pace.hold(one.team, one.method, hold, one.place);
          holds.push({ ...one, from: timer.now(), until: timer.now() + hold });
        }
        void send({ ...one, number });
      }
      await timer.pass();
      expect(gone).toHaveLength(calls.length);
      expect(refusals(gone)).toEqual([]);
      expect(outOfOrder(gone.filter(({ method }) => method === post))).toEqual([]);
      for (const { from, until, ...held } of holds) {
        const broken = gone.filter(
          ({ team, method, place, at }) =>
            team === held.team &&
            method === held.method &&
            (method !== post || place === held.place) &&
            at > from &&
            at < until,
        );
        expect(broken).toEqual([]);
      }
      // Nobody waits longer than all that is before them needs.
      const longest = Math.max(0, ...holds.map(({ until }) => until));
      const asked = calls.reduce((sum, { wait }) => sum + wait, 0);
      const most = Math.max(longest, asked) + Math.ceil(calls.length / allowed('pins.add')) * 60_000 + 250_000;
      expect(timer.now()).toBeLessThanOrEqual(most);
    }),
    { numRuns: 60 },
  );
});
