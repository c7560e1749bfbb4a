import { boundCard } from '../../../cards/channels.js';
import { setupHeadsWords, setupWords } from '../../../cards/words.js';
import { recipientOf } from '../../delivery/plan.js';
import type { Planner } from '../../delivery/planner.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { type Audience, findGroupOfChannel } from '../../store/channels.js';
import type { Database } from '../../store/client.js';
import { hubLeadsOf } from '../../store/hubs.js';
import { transact } from '../../store/unit-of-work.js';
import { nameOf, whose, workspaceOf } from './rules.js';
import type { LedGroup } from './schema.js';
import * as store from './store.js';

/** A channel, as somebody who would bind it finds it. */
export interface Found {
  channel: string;
  groups: readonly LedGroup[];
  /** The group whose channel it is. */
  current: LedGroup | undefined;
}

const noChannel: Readonly<Record<Audience, string>> = {
  group: `Please type ${setupWords} in the channel of your Work Group: that tells me which one it is. I have to be in it.`,
  heads: `Please type ${setupHeadsWords} in a channel that only the heads, the specialist and the hub lead are in: that tells me which one it is. I have to be in it.`,
};
const elsewhere = 'This channel belongs to another hub, so nothing was changed.';

/** What there is to bind, or why not. */
export async function findChannel(
  context: Context,
  channel: string | undefined,
  audience: Audience,
): Promise<Found | Reply> {
  const { db, actor, hubId } = context;
  if (channel === undefined) return refused(noChannel[audience]);
  if (await store.isOfAnotherHub(db, workspaceOf(channel), hubId)) return refused(elsewhere);
  const groups = await store.listLedGroups(db, hubId, actor.personId, audience);
  const owner = await findGroupOfChannel(db, channel);
  const current = groups.find(({ id }) => id === owner?.groupId);
  if (owner && !current) {
    if (owner.hubId !== hubId) return refused(elsewhere);
    const name = await store.groupName(db, hubId, owner.groupId);
    return refused(
      `This is the channel of ${whose(owner.audience, name ?? 'another Work Group')}, which you do not lead, so nothing was changed. Please set up another channel, or ask its specialist.`,
    );
  }
  if (owner && current && owner.audience !== audience)
    return refused(otherUse(owner.audience, nameOf(current, groups)));
  return { channel, groups, current };
}

/** Nobody should find the heads' words in a channel where the teachers are, or the other way round. */
const otherUse = (audience: Audience, name: string): string =>
  audience === 'group'
    ? `This is the channel of ${name}, where its teachers are, so nothing was changed. Please make a channel for the heads alone, add me, and type ${setupHeadsWords} there.`
    : `This is the heads’ own channel of ${name}, so nothing was changed. Please type ${setupWords} in the channel of the whole group; or type ${setupHeadsWords} here to give this one up first.`;

/** Makes a channel a group's own, or its heads': what waited for one is posted. */
export async function bind(
  context: Context,
  channel: string | undefined,
  groupId: string,
  audience: Audience,
): Promise<Reply | Faults> {
  const { db, now, planner, actor, hubId } = context;
  const mine = await store.listLedGroups(db, hubId, actor.personId, audience);
  await store.holdGroups(
    db,
    mine.map(({ id }) => id),
  );
  const found = await findChannel(context, channel, audience);
  if ('kind' in found) return found;
  const { groups, current } = found;
  const group = groups.find(({ id }) => id === groupId);
  if (!group) return faults({ group: 'Please choose one of the Work Groups that you lead.' });
  const name = nameOf(group, groups);
  const words = whose(audience, name);
  if (current?.id === group.id) return done(`This channel is already that of ${words}. Nothing was changed.`);

  const back = { beforeRef: group.channel ?? null, fromId: current?.id ?? null };
  await store.bindChannel(db, {
    ref: found.channel,
    groupId,
    audience,
    boundById: actor.personId,
    boundAt: now,
    ...back,
  });
  const revived = await planner.revive(db, { groupId, personId: null, audience }, now);
  await planner.replan(db, groupId, now);
  if (current) await planner.replan(db, current.id, now);
  await planner.refresh(db, groupId, { kinds: ['not-delivered'], subjectId: recipientOf({ audience }) });
  return done(
    `This channel is now that of ${words}.`,
    boundCard(audience, name, audience === 'group' ? revived : await store.countForHeads(db, groupId), {
      group: groupId,
      channel: found.channel,
      audience,
      back: 'yes',
    }),
  );
}

const nothingBefore = { beforeRef: null, fromId: null };

/**
 * Frees a channel, and with `back` gives back what each had before: the group its channel, the channel its group. What
 * that was is kept with the channel, since a button can be altered.
 */
export async function unbind(
  context: Context,
  { channel, back: givesBack, audience }: { channel: string; back?: 'yes' | undefined; audience: Audience },
): Promise<Reply> {
  const { db, now, planner, actor, groupId, hubId } = context;
  const groups = await store.listLedGroups(db, hubId, actor.personId, audience);
  await store.holdGroups(
    db,
    groups.map(({ id }) => id),
  );
  const owner = await findGroupOfChannel(db, channel);
  if (owner?.groupId !== groupId || owner.audience !== audience) {
    return refused('The channel has changed since, so nothing was taken back.');
  }
  const { beforeRef, fromId } = givesBack === 'yes' ? await store.whatBefore(db, channel) : nothingBefore;
  await store.freeChannel(db, channel);
  const by = { audience, boundById: actor.personId, boundAt: now };
  const again = beforeRef === null ? undefined : await findChannel(context, beforeRef, audience);
  const back = again && !('kind' in again) && !again.current;
  if (back) await store.bindChannel(db, { ref: again.channel, groupId, ...by });
  const former = (await store.listLedGroups(db, hubId, actor.personId, audience)).find(({ id }) => id === fromId);
  if (former && former.id !== groupId && former.channel === undefined) {
    await store.bindChannel(db, { ref: channel, groupId: former.id, ...by });
    await planner.replan(db, former.id, now);
  }
  if (audience === 'heads') {
    await planner.replan(db, groupId, now, undefined, 'the heads have no channel of their own any more');
    return done(
      back
        ? 'Taken back. The heads have the channel that they had before.'
        : `Taken back. The heads have no channel of their own now; type ${setupHeadsWords} in one to give them one.`,
    );
  }
  return done(
    back
      ? 'Taken back. The Work Group has the channel that it had before.'
      : `Taken back. The Work Group has no channel now; type ${setupWords} in the right one.`,
  );
}

/** Tells the hub leads that a link has tied a workspace to their hub. @param ref "slack:T0123" */
export async function tellOfWorkspace(
  { db, planner, now }: { db: Database; planner: Pick<Planner, 'announce'>; now: Date },
  { hubId, ref }: { hubId: string; ref: string },
): Promise<void> {
  await transact(db, async (tx) => {
    for (const { personId, groupId } of await hubLeadsOf(tx, hubId)) {
      await planner.announce(tx, groupId, now, [
        {
          kind: 'workspace-tied',
          topic: 'notice',
          subjectId: ref,
          personId,
          occurrence: now.toISOString(),
          late: 'send',
          prompt: true,
          dueAt: now,
          why: 'a link has tied a workspace to the hub',
        },
      ]);
    }
  });
}
