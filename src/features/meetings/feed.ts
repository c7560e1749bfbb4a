import type { FeedSource } from '../feeds/schema.js';
import { endOf, viewMeeting } from './rules.js';
import { listMeetings } from './store.js';

/** The Work Group's meetings, for everybody in it. */
export const meetingEvents: FeedSource = async (db, group) =>
  (await listMeetings(db, group.id)).map((meeting) => {
    const view = viewMeeting(group, meeting);
    return {
      id: meeting.id,
      sequence: meeting.sequence,
      changedAt: meeting.changedAt,
      startsAt: meeting.startsAt,
      endsAt: endOf(meeting),
      summary: `${group.name}: ${view.halfTerm} meeting`,
      location: view.where.replace(/^at /u, ''),
      cancelled: view.cancelled,
    };
  });
