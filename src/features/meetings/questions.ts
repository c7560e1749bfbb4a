import { willYouComeCard } from '../../../cards/meetings.js';
import type { Question } from '../../edge/question.js';
import type { Database } from '../../store/client.js';
import type { Group } from '../../store/groups.js';
import { laterButton } from './reminders.js';
import { dayOf, expectedAt, isAhead, viewMeeting } from './rules.js';
import { listMeetings } from './store.js';

/** Every meeting ahead; whoever is expected there can say whether they come. */
export async function meetingQuestions(
  { db, now, group }: { db: Database; now: Date; group: Group },
  personId: string,
): Promise<Question[]> {
  const expected = expectedAt(group).some((one) => one.personId === personId);
  return (await listMeetings(db, group.id))
    .filter((meeting) => isAhead(meeting, now))
    .map((meeting) => {
      const view = viewMeeting(group, meeting, personId);
      const card = willYouComeCard(view, laterButton(group.id, meeting.id, 'coming'));
      return {
        groupId: group.id,
        card: expected ? card : { ...card, body: [] },
        meeting: meeting.id,
        day: dayOf(meeting, group),
        answered: view.mine !== undefined,
        current: view.mine,
      };
    });
}
