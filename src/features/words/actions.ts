import { takeBackCard } from '../../../cards/undo.js';
import type { Plan } from '../../delivery/plan.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import type { Context } from '../../edge/route.js';
import { sayTold } from '../../edge/told.js';
import { newId } from '../../shared/ids.js';
import type { Tx } from '../../store/client.js';
import { type Group, loadGroup } from '../../store/groups.js';
import type { Actor } from '../../store/people.js';
import { listCurrent } from '../../store/years.js';
import { readersOf } from './rules.js';
import { longestWords } from './schema.js';
import * as store from './store.js';

/** To whom words can be passed on, for each group of the person's. */
export interface Offer {
  to: string;
  group: string;
  at: string;
}

/** Keeps the words, and says to whom they can go. Too long, or nobody is there: nothing is kept. */
export async function offerWords(tx: Tx, actor: Actor, text: string, now: Date): Promise<Offer[]> {
  await store.forgetOffered(tx, actor.personId);
  if (text.trim() === '' || text.length > longestWords) return [];
  const own = actor.memberships.filter(({ stoodDown }) => !stoodDown).map(({ groupId }) => groupId);
  const offers: Offer[] = [];
  for (const groupId of await listCurrent(tx, [...new Set(own)], now)) {
    const group = await loadGroup(tx, groupId);
    const names = readersOf(group, actor.personId).map(({ name }) => name);
    if (names.length === 0) continue;
    offers.push({ to: new Intl.ListFormat('en-GB').format(names), group: groupId, at: now.toISOString() });
  }
  if (offers.length > 0) await store.keepOffered(tx, actor.personId, text, now);
  return offers;
}

const over = 'I do not have those words any more. Please write them again.';

export async function passOn(context: Context, at: Date): Promise<Reply> {
  const { db, now, planner, actor, groupId } = context;
  const group: Group = await context.group();
  const words = await store.findOffered(db, actor.personId, at);
  const readers = readersOf(group, actor.personId);
  if (!words || readers.length === 0) return refused(over);
  await store.forgetOffered(db, actor.personId);
  const sent = readers.map(({ personId }) => ({
    id: newId(),
    personId: actor.personId,
    toId: personId,
    text: words.text,
    at,
  }));
  await store.keepForSending(db, sent);
  await planner.announce(
    db,
    groupId,
    now,
    sent.map(
      ({ id, toId }): Plan => ({
        kind: store.passedOn,
        topic: 'notice',
        subjectId: id,
        personId: toId,
        occurrence: '0',
        late: 'send',
        prompt: true,
        dueAt: now,
        why: `${actor.name} asked for it`,
      }),
    ),
  );
  const told = await sayTold(context, { kinds: [store.passedOn], subjectId: sent.map(({ id }) => id) }, 'people');
  const said = `${told} what you wrote.`;
  return done(
    said,
    takeBackCard('Passed on', said, {
      label: 'Do not send it',
      route: 'words.keep-back',
      args: { group: groupId, ids: sent.map(({ id }) => id).join(',') },
    }),
  );
}

/** Takes back what has not been sent. */
export async function keepBack(context: Context, ids: readonly string[]): Promise<Reply> {
  const { db, planner, actor } = context;
  let stopped = 0;
  for (const id of ids) {
    const words = await store.findWords(db, id);
    if (words?.personId !== actor.personId) continue;
    const waiting = await planner.withdraw(db, { topic: 'notice', subjectId: id }, `${actor.name} took it back`);
    if (waiting === 0) continue;
    await store.forgetOne(db, id);
    stopped += 1;
  }
  return stopped === 0
    ? refused('That has been sent already, so I cannot take it back. You can write to them yourself.')
    : done('Taken back: nothing is sent, and I have forgotten what you wrote.');
}
