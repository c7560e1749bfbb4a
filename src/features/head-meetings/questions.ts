import { askHeadCard } from '../../../cards/head-meetings.js';
import type { Question } from '../../edge/question.js';
import type { Database } from '../../store/client.js';
import type { Group } from '../../store/groups.js';
import { laterButton } from './reminders.js';
import { dayOf, viewMeeting } from './rules.js';
import { listHeadMeetings } from './store.js';

/** Meetings of heads ahead to which somebody is asked. */
export async function headMeetingQuestions(
  { db, now, group }: { db: Database; now: Date; group: Group },
  personId: string,
): Promise<Question[]> {
  return (await listHeadMeetings(db, group.id)).flatMap((meeting) => {
    const view = viewMeeting(group, meeting, personId);
    if (!view.asked || meeting.status !== 'planned' || meeting.startsAt <= now) return [];
    return [
      {
        groupId: group.id,
        card: askHeadCard(view, laterButton(group.id, meeting.id, 'head-coming')),
        meeting: meeting.id,
        day: dayOf(meeting, group),
        answered: view.mine !== undefined,
        current: view.mine,
      },
    ];
  });
}
