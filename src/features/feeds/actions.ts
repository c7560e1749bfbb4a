import { newAddressCard } from '../../../cards/calendars.js';
import { done, type Reply } from '../../edge/reply.js';
import type { Context } from '../../edge/route.js';
import { newSecret } from '../../shared/ids.js';
import { recordAudit } from '../../store/audit.js';
import * as store from './store.js';

const urlOf = ({ publicUrl }: Context, secret: string): string => `${publicUrl}/calendar/${secret}.ics`;

/** A new address for one's own calendar: the old one ends. */
export async function renewOwn(context: Context): Promise<Reply> {
  const { db, now, hubId, actor, planner } = context;
  const secret = newSecret();
  await store.setPersonSecret(db, actor.personId, secret);
  await recordAudit(db, { hubId, at: now, byId: actor.personId, personId: actor.personId, act: 'renewedCalendar' });
  for (const groupId of await store.groupsOf(db, actor.personId)) {
    await planner.refresh(db, groupId, { kinds: ['schedule-for-head'], personId: actor.personId });
  }
  const words = 'Your calendar has a new address. The old one shows nothing more.';
  return done(words, newAddressCard({ words, url: urlOf(context, secret) }));
}

/** The same for the group's own calendar, whose address is in the channel's schedule. */
export async function renewOfGroup(context: Context): Promise<Reply> {
  const { db, now, hubId, groupId, actor, planner } = context;
  const secret = newSecret();
  await store.setGroupSecret(db, groupId, secret);
  await recordAudit(db, { hubId, groupId, at: now, byId: actor.personId, act: 'renewedCalendar' });
  await planner.refresh(db, groupId, { kinds: ['schedule'] });
  const words = 'The group’s calendar has a new address. The old one shows nothing more.';
  const told = 'The schedule in the channel links to the new one.';
  return done(words, newAddressCard({ words, told, url: urlOf(context, secret) }));
}
