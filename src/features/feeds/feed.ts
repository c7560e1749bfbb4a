import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { viewerOf } from '../../edge/visibility.js';
import type { Database } from '../../store/client.js';
import { loadGroup } from '../../store/groups.js';
import type { FeedSource } from './schema.js';
import { findFeed } from './store.js';

/**
 * The calendar behind a secret address, of a group or of a person in all their groups (RFC 5545): stable UIDs,
 * SEQUENCE going up with each change, cancelled events kept with STATUS:CANCELLED so that calendars take them out.
 * @returns undefined when nobody has this secret
 */
export async function readFeed(
  db: Database,
  sources: readonly FeedSource[],
  secret: string,
  now: Date,
): Promise<string | undefined> {
  const feed = await findFeed(db, secret);
  if (!feed) return undefined;
  const calendar = ical({
    name: feed.name,
    prodId: { company: 'workgroup-bot', product: 'workgroup-bot', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 60 * 60,
  });
  for (const groupId of feed.groupIds) {
    const group = await loadGroup(db, groupId);
    const viewer = feed.personId === undefined ? undefined : viewerOf(group, feed.personId);
    for (const source of sources) {
      for (const { id, startsAt, endsAt, changedAt, cancelled, ...event } of await source(db, group, viewer)) {
        calendar.createEvent({
          ...event,
          id: `${id}@workgroup-bot`,
          stamp: now,
          lastModified: changedAt,
          start: startsAt,
          end: endsAt,
          status: cancelled === undefined ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
          ...(cancelled !== undefined && { description: `Cancelled: ${cancelled}` }),
        });
      }
    }
  }
  return calendar.toString();
}
