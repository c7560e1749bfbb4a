import { boundCard } from '../../../cards/channels.js';
import { setupWords } from '../../../cards/words.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { findGroupOfChannel } from '../../store/channels.js';
import { nameOf, workspaceOf } from './rules.js';
import type { LedGroup } from './schema.js';
import * as store from './store.js';

/** A channel, as somebody who would bind it finds it. */
export interface Found {
  channel: string;
  groups: readonly LedGroup[];
  /** The group whose channel it is. */
  current: LedGroup | undefined;
}

const noChannel = `Please type ${setupWords} in the channel of your Work Group: that tells me which one it is. I have to be in it.`;
const elsewhere = 'This channel belongs to another hub, so nothing was changed.';

/** What there is to bind, or why not. */
export async function findChannel(context: Context, channel: string | undefined): Promise<Found | Reply> {
  const { db, actor, hubId } = context;
  if (channel === undefined) return refused(noChannel);
  if (await store.isOfAnotherHub(db, workspaceOf(channel), hubId)) return refused(elsewhere);
  const groups = await store.listLedGroups(db, hubId, actor.personId);
  const owner = await findGroupOfChannel(db, channel);
  const current = groups.find(({ id }) => id === owner?.groupId);
  if (owner && !current) {
    if (owner.hubId !== hubId) return refused(elsewhere);
    const name = await store.groupName(db, hubId, owner.groupId);
    return refused(
      `This is the channel of ${name ?? 'another Work Group'}, which you do not lead, so nothing was changed. Please set up another channel, or ask its specialist.`,
    );
  }
  return { channel, groups, current };
}

/** Makes a channel a group's own: what waited for one is posted. */
export async function bind(context: Context, channel: string | undefined, groupId: string): Promise<Reply | Faults> {
  const { db, now, planner, actor, hubId } = context;
  const mine = await store.listLedGroups(db, hubId, actor.personId);
  await store.holdGroups(
    db,
    mine.map(({ id }) => id),
  );
  const found = await findChannel(context, channel);
  if ('kind' in found) return found;
  const { groups, current } = found;
  const group = groups.find(({ id }) => id === groupId);
  if (!group) return faults({ group: 'Please choose one of the Work Groups that you lead.' });
  const name = nameOf(group, groups);
  if (current?.id === group.id) return done(`This channel is already that of ${name}. Nothing was changed.`);

  await store.bindChannel(db, { ref: found.channel, groupId, boundById: actor.personId, boundAt: now });
  const waiting = await planner.revive(db, { groupId, personId: null }, now);
  await planner.replan(db, groupId, now);
  await planner.refresh(db, groupId, ['not-delivered'], 'channel');
  return done(
    `This channel is now that of ${name}.`,
    boundCard(name, waiting, {
      group: groupId,
      channel: found.channel,
      ...(group.channel !== undefined && { before: group.channel }),
      ...(current && { from: current.id }),
    }),
  );
}

/** Gives back what each had before: the group its channel, the channel its group. */
export async function unbind(
  context: Context,
  { channel, before, from }: { channel: string; before?: string | undefined; from?: string | undefined },
): Promise<Reply> {
  const { db, now, actor, groupId, hubId } = context;
  const groups = await store.listLedGroups(db, hubId, actor.personId);
  await store.holdGroups(
    db,
    groups.map(({ id }) => id),
  );
  if ((await findGroupOfChannel(db, channel))?.groupId !== groupId) {
    return refused('The channel has changed since, so nothing was taken back.');
  }
  await store.freeChannel(db, channel);
  const by = { boundById: actor.personId, boundAt: now };
  const again = before === undefined ? undefined : await findChannel(context, before);
  const back = again && !('kind' in again) && !again.current;
  if (back) await store.bindChannel(db, { ref: again.channel, groupId, ...by });
  const former = (await store.listLedGroups(db, hubId, actor.personId)).find(({ id }) => id === from);
  if (former && former.id !== groupId && former.channel === undefined) {
    await store.bindChannel(db, { ref: channel, groupId: former.id, ...by });
  }
  return done(
    back
      ? 'Taken back. The Work Group has the channel that it had before.'
      : `Taken back. The Work Group has no channel now; type ${setupWords} in the right one.`,
  );
}
