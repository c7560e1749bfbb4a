import { createHmac } from 'node:crypto';
import { type Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../src/store/client.js';
import { openCore, prepareAnswers, publish } from './core.js';

export const signingSecret = '0123456789abcdef0123456789abcdef';
const channel = 'C0EXAMPLE';

/** Makes one press after the other, each another one. */
export type Presses = () => Signed;

/**
 * The example's group in a Slack workspace where everybody is known, in a database with nothing in it yet.
 * @returns signed presses of "Will you come?"
 */
export async function preparePresses(db: Database, team: string, responseUrl: string): Promise<Presses> {
  await publish(db, await openCore(db));
  await db.delivery.updateMany({
    where: { messageRef: { not: null } },
    data: { messageRef: `slack:${team}:${channel}:1.1` },
  });
  const group = await db.group.findFirstOrThrow();
  const people = await db.membership.findMany({ where: { role: 'advocate' } });
  const now = new Date();
  const specialist = await db.membership.findFirstOrThrow({ where: { role: 'specialist' } });
  await db.channel.create({
    data: {
      ref: `slack:${team}:${channel}`,
      groupId: group.id,
      boundAt: now,
      boundById: specialist.personId,
    },
  });
  await db.account.createMany({
    data: people.map(({ personId }, index) => ({
      ref: `slack:${team}:U${index}`,
      hubId: group.hubId,
      personId,
      name: 'Somebody',
      seenAt: now,
      welcomedAt: now,
    })),
  });
  const users = new Map(people.map(({ personId }, index) => [personId, `U${index}`]));
  const next = await prepareAnswers(db);
  let count = 0;
  return () => {
    count += 1;
    const { groupId, meetingId, personId, answer } = next();
    const args = { group: groupId, meeting: meetingId, answer };
    return sign({
      type: 'block_actions',
      team: { id: team },
      user: { id: users.get(personId), team_id: team },
      channel: { id: channel },
      container: { type: 'message', message_ts: '1.1', channel_id: channel },
      message: { ts: '1.1' },
      trigger_id: `${process.pid}.${count}`,
      response_url: responseUrl,
      actions: [
        { type: 'button', action_id: 'meeting.answer:0', value: JSON.stringify({ route: 'meeting.answer', args }) },
      ],
    });
  };
}

export interface Signed {
  body: string;
  headers: Record<string, string>;
}

function sign(payload: object): Signed {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', signingSecret).update(`v0:${at}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${signature}`,
    },
  };
}

/** Posts one press. @returns milliseconds until it was acknowledged */
export function post(url: string, agent: Agent, { body, headers }: Signed): Promise<number> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/slack/events`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - begun);
        else reject(new Error(`the door answered ${response.statusCode}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Posts presses at an even pace, whether the ones before are answered or not. @returns milliseconds that each waited */
export async function pressEvenly(
  url: string,
  agent: Agent,
  presses: Presses,
  perSecond: number,
  goOn: (count: number) => boolean,
): Promise<number[]> {
  const begun = performance.now();
  const waits: Promise<number>[] = [];
  for (let count = 0; goOn(count); count += 1) {
    const early = begun + (count * 1000) / perSecond - performance.now();
    if (early > 0) await sleep(early);
    waits.push(post(url, agent, presses()));
  }
  return Promise.all(waits);
}
