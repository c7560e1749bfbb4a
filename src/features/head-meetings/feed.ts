import type { FeedSource } from '../feeds/schema.js';
import { concerns, endOf, viewMeeting } from './rules.js';
import { listHeadMeetings } from './store.js';

/** In the calendars of those who are asked and of those with whom they meet; never in the group's common one. */
export const headMeetingEvents: FeedSource = async (db, group, viewer) => {
  if (!viewer) return [];
  const meetings = await listHeadMeetings(db, group.id);
  return meetings
    .filter((meeting) => concerns(group, meeting, viewer))
    .map((meeting) => {
      const view = viewMeeting(group, meeting);
      return {
        id: meeting.id,
        sequence: meeting.sequence,
        changedAt: meeting.changedAt,
        startsAt: meeting.startsAt,
        endsAt: endOf(meeting),
        summary: `${group.name}: ${view.title}`,
        location: meeting.place,
        cancelled: view.cancelled,
      };
    });
};
