import { answerButtons, answerWords, countWords, type MeetingView, whoSeesAnswers } from './meetings.js';
import { actions, type Button, button, type Card, date, facts } from './model.js';
import { place } from './words.js';

/** `meeting`: the next one, with what the person can do about it. */
export function nextMeetingCard(data: {
  meeting: MeetingView;
  /** They are asked whether they come. */
  asked: boolean;
  /** They may move and cancel it. */
  leads: boolean;
}): Card {
  const { meeting, asked, leads } = data;
  const { mine } = meeting;
  const args = { group: meeting.groupId, meeting: meeting.id };
  const buttons: Button[] = [
    ...(asked ? answerButtons(meeting, mine) : []),
    ...(leads ? [button('Move it', 'meeting.move', args), button('Cancel it', 'meeting.cancel', args)] : []),
    button('All meetings', 'schedule.show', { group: meeting.groupId }),
  ];
  return {
    kind: 'card',
    title: 'The next meeting',
    summary: `The next meeting: ${meeting.when}, ${meeting.where}`,
    body: [
      facts(
        ['When', date(`${meeting.when} to ${meeting.ends}`)],
        ['Where', place(meeting.where)],
        ...(meeting.movedFrom ? [['Moved from', date(meeting.movedFrom)] as const] : []),
        ['Who comes', countWords(meeting.counts)],
        ...(mine ? [['Your answer', answerWords[mine]] as const] : []),
      ),
      actions(...buttons),
      ...(asked ? [whoSeesAnswers] : []),
    ],
  };
}
