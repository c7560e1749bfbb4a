import type { Card } from '../cards/model.js';
import type { Messenger } from '../src/delivery/messenger.js';
import { createRelay } from '../src/delivery/relay.js';
import { freeAt, type Gate, goThrough, openGate } from '../src/platforms/gate.js';
import { createPace, type Rules, withLeave } from '../src/platforms/pace.js';
import { slackRules } from '../src/platforms/slack/limits.js';
import { teamsRules } from '../src/platforms/teams/limits.js';
import { newId } from '../src/shared/ids.js';
import { realTimer } from '../src/shared/timer.js';
import type { Database } from '../src/store/client.js';
import { insertMany } from '../src/store/insert-many.js';
import { fillCountry } from '../test/support/country.js';
import { clock } from './core.js';
import { quick, round } from './figures.js';

/** 12 hubs, half in Slack and half in Teams; in each 210 people, who get four messages each. */
const hubs = 12;
const wanted = quick ? 1200 : 10_000;
const silence = { info: () => {}, warn: () => {}, error: () => {} };
const card: Card = { kind: 'card', title: 'Measured', summary: 'Measured', body: [] };

/** What one workspace or tenant allows, taken at its word: one call too many is refused. */
interface Doorkeeper {
  rules: Rules;
  platform: string;
  method: string;
  lane: Gate;
  places: Map<string, Gate>;
}

/** Everything due at once, at the pace that platforms allow, in real time: beside the fastest that they would take it. */
export async function measureFanout(db: Database) {
  await fillCountry(db, clock.now(), { hubs, groupsInHub: quick ? 2 : 10, schoolsInGroup: 5 });
  const doors = new Map<string, Doorkeeper>();
  for (const [index, { id }] of (await db.hub.findMany({ orderBy: { name: 'asc' } })).entries()) {
    const [rules, platform, method] =
      index % 2 === 0 ? ([slackRules, 'Slack', 'chat.postMessage'] as const) : ([teamsRules, 'Teams', 'send'] as const);
    const lane = openGate(rules.lane(method).windows);
    doors.set(id, { rules, platform, method, lane, places: new Map() });
  }
  const counts = await plan(db);
  const paces = { Slack: createPace(slackRules), Teams: createPace(teamsRules) };
  const tally = { refused: 0, sent: 0 };
  const hubOf = new Map((await db.group.findMany()).map(({ id, hubId }) => [id, hubId]));
  const messenger: Messenger = {
    post: async ({ to }) => {
      const hub = hubOf.get(to.groupId) ?? '';
      const door = doors.get(hub);
      if (!door || to.kind !== 'person') throw new Error('there is no such place');
      const call = { platform: door.platform, scope: hub, method: door.method, place: to.personId };
      const pace = paces[door.platform as 'Slack' | 'Teams'];
      return withLeave(pace, call, retryAfterOf, async () => {
        if (!admit(door, to.personId)) {
          tally.refused += 1;
          throw new TooMany();
        }
        tally.sent += 1;
        return newId();
      });
    },
    find: async () => 'absent',
    update: async () => {},
  };
  const relay = createRelay({
    db,
    messenger,
    planner: { announce: async () => {}, refresh: async () => {} },
    builders: { bench: async () => ({ card }) },
    clock,
    log: silence,
  });
  const begun = performance.now();
  while ((await relay.run()) > 0);
  const seconds = (performance.now() - begun) / 1000;
  const fastest = Math.max(...[...counts].map(([hub, count]) => soonest(doors.get(hub), count))) / 1000;
  const open = await db.delivery.count({ where: { kind: 'bench', status: { not: 'sent' } } });
  if (open > 0 || tally.sent !== wanted) throw new Error(`${wanted} messages were to go out, and ${tally.sent} did`);
  return {
    fanout_messages: wanted,
    fanout_per_s: round(wanted / seconds, 1),
    fanout_limit_per_s: round(wanted / fastest, 1),
    fanout_efficiency: round(fastest / seconds),
    fanout_refused: tally.refused,
  };
}

class TooMany extends Error {}
const retryAfterOf = (error: unknown): number | undefined => (error instanceof TooMany ? 1000 : undefined);

function admit({ rules, method, lane, places }: Doorkeeper, person: string): boolean {
  const now = realTimer.now();
  const place = places.get(person) ?? openGate(rules.place(method)?.windows ?? []);
  places.set(person, place);
  // A clock that is read twice is a little later the second time.
  const grace = 1;
  if (freeAt(lane) > now + grace || freeAt(place) > now + grace) return false;
  goThrough(lane, now);
  goThrough(place, now);
  return true;
}

/** Milliseconds in which a workspace or tenant takes so many messages at the earliest. */
function soonest(door: Doorkeeper | undefined, count: number): number {
  if (!door) return 0;
  const lane = openGate(door.rules.lane(door.method).windows);
  let now = 0;
  for (let one = 0; one < count; one += 1) {
    now = Math.max(now, freeAt(lane));
    goThrough(lane, now);
  }
  return now;
}

/** @returns how many messages there are for each hub */
async function plan(db: Database): Promise<Map<string, number>> {
  const members = await db.membership.findMany({ where: { role: { not: 'hubLead' } }, include: { group: true } });
  const sendAt = new Date(clock.now().getTime() - 1000);
  const counts = new Map<string, number>();
  const rows = Array.from({ length: wanted }, (_, index) => {
    const member = members[index % members.length];
    if (!member) throw new Error('nobody is there to write to');
    const { hubId } = member.group;
    counts.set(hubId, (counts.get(hubId) ?? 0) + 1);
    const id = newId();
    return {
      id,
      key: id,
      hubId,
      groupId: member.groupId,
      personId: member.personId,
      kind: 'bench',
      topic: 'notice',
      subjectId: 'bench',
      why: 'measured',
      unasked: false,
      dueAt: sendAt,
      sendAt,
      day: '2026-09-04',
    };
  });
  await db.$transaction((tx) => insertMany(tx, 'Delivery', rows), { timeout: 60_000 });
  return counts;
}
