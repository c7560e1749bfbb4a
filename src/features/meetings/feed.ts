import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Database } from '../../store/client.js';
import { loadGroup } from '../../store/groups.js';
import { endOf, viewMeeting } from './rules.js';
import { findFeed, listMeetings } from './store.js';

/**
 * The calendar behind a secret address, of a group or of a person in all their groups (RFC 5545): stable UIDs,
 * SEQUENCE going up with each change, cancelled meetings kept with STATUS:CANCELLED so that calendars take them out.
 * @returns undefined when nobody has this secret
 */
export async function readFeed(db: Database, secret: string, now: Date): Promise<string | undefined> {
  const feed = await findFeed(db, secret);
  return feed && writeFeed(db, feed.name, feed.groupIds, now);
}

async function writeFeed(db: Database, name: string, groupIds: readonly string[], now: Date): Promise<string> {
  const calendar = ical({
    name,
    prodId: { company: 'workgroup-bot', product: 'workgroup-bot', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 60 * 60,
  });
  for (const groupId of groupIds) {
    const group = await loadGroup(db, groupId);
    for (const meeting of await listMeetings(db, groupId)) {
      const view = viewMeeting(group, meeting);
      calendar.createEvent({
        id: `${meeting.id}@workgroup-bot`,
        sequence: meeting.sequence,
        stamp: now,
        lastModified: meeting.changedAt,
        start: meeting.startsAt,
        end: endOf(meeting),
        summary: `${group.name}: ${view.halfTerm} meeting`,
        location: view.where.replace(/^at /u, ''),
        status: meeting.status === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
        ...(view.cancelled !== undefined && { description: `Cancelled: ${view.cancelled}` }),
      });
    }
  }
  return calendar.toString();
}
