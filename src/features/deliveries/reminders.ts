import { hubDayCard } from '../../../cards/hub-day.js';
import { notDeliveredCard } from '../../../cards/not-delivered.js';
import { kindTitles } from '../../../cards/upcoming.js';
import type { Builder } from '../../delivery/building.js';
import { occurrenceOf } from '../../delivery/plan.js';
import { findPerson } from '../../store/people.js';
import { obstacleOf, recipientOf, viewDay } from './rules.js';
import { listFailed, listNoted, wasReachedSince } from './store.js';

export const deliveryBuilders: Record<string, Builder> = {
  'not-delivered': async ({ db, now, group }, delivery) => {
    const recipient = recipientOf(delivery.subjectId);
    const obstacle = obstacleOf(occurrenceOf(delivery));
    const person = recipient.personId === null ? undefined : await findPerson(db, recipient.personId);
    if (recipient.personId !== null && !person) return undefined;
    const to = { groupId: group.id, ...recipient };
    const failed = await listFailed(db, { ...to, obstacle: obstacle ?? null }, delivery.dueAt);
    const messages = failed.map(({ kind, expiresAt }) => ({
      title: kindTitles[kind] ?? kind,
      passed: expiresAt !== null && expiresAt <= now,
    }));
    const over = messages.every(({ passed }) => passed) && (await wasReachedSince(db, to, delivery.dueAt));
    const settled = messages.length === 0 || over;
    return {
      card: notDeliveredCard({
        groupId: group.id,
        to: delivery.subjectId,
        person,
        obstacle,
        messages: settled ? [] : messages,
      }),
      ...(settled && { skip: 'nothing is held up any more' }),
    };
  },
  'hub-day': async ({ db, now, group }, delivery) => {
    const noted = await listNoted(db, delivery, now);
    const view = viewDay(noted, group.zone);
    return { card: hubDayCard(view), ...(noted.length === 0 && { skip: 'nothing has gone wrong since' }) };
  },
};
