import { changes, type MeetingView } from './meetings.js';
import { actions, type Button, bold, button, type Card, date, facts, notice, person, text } from './model.js';
import { people, whoReads } from './words.js';

/** Fifteen school days ahead; `again` eight days ahead. */
export function coverRequestCard(data: {
  meeting: MeetingView;
  school: string;
  teachers: readonly string[];
  specialist: string;
  again: boolean;
  answer?: { words: 'arranged' | 'talk'; by: string } | undefined;
  later: Button;
}): Card {
  const { meeting, answer } = data;
  const args = { group: meeting.groupId, meeting: meeting.id };
  return {
    kind: 'card',
    title: `Cover for ${meeting.day}`,
    summary: `Cover for ${meeting.when}: ${data.teachers.join(' and ')}`,
    body: [
      ...changes(meeting),
      text(
        ...people(data.teachers),
        ` ${data.teachers.length === 1 ? 'is' : 'are'} due at the Work Group meeting on `,
        date(`${meeting.when} to ${meeting.ends}`),
        `, ${meeting.where}. `,
        data.again ? 'We have not heard yet whether they have cover.' : 'Is their cover arranged?',
      ),
      ...(answer
        ? [
            notice(
              'good',
              answer.words === 'arranged'
                ? 'Cover is arranged. Thank you.'
                : `You asked to talk, and ${data.specialist} hears of it.`,
              answer.by === 'you' ? '' : ` (${answer.by})`,
            ),
          ]
        : []),
      ...(meeting.cancelled === undefined
        ? [
            actions(
              button(
                'Cover arranged',
                'meeting.cover',
                { ...args, answer: 'arranged' },
                answer ? {} : { style: 'primary' },
              ),
              button('Need to talk', 'meeting.cover', { ...args, answer: 'talk' }),
              ...(answer ? [] : [data.later]),
              button('Not me any more', 'people.stand-down', { group: meeting.groupId }),
            ),
            whoReads(`${data.specialist} sees your answer; nobody else does`),
          ]
        : []),
    ],
  };
}

/** Four school days ahead, to the specialist alone. */
export function coverUnansweredCard(
  meeting: MeetingView,
  heads: readonly { school: string; head: string; asked: readonly string[] }[],
): Card {
  return {
    kind: 'card',
    title: `Cover not confirmed for ${meeting.day}`,
    summary: `Cover not confirmed for ${meeting.when}: ${heads.length} of the schools`,
    body: [
      text('These schools have not answered about cover for this date. A call often helps.'),
      ...heads.map(({ school, head, asked }) =>
        text(
          bold(school),
          ': ',
          person(head),
          asked.length === 0 ? ', not asked yet' : `, asked on ${new Intl.ListFormat('en-GB').format(asked)}`,
        ),
      ),
      whoReads('only you see this list'),
    ],
  };
}

/** What a head said, passed on to the specialist. */
export function coverTalkCard(data: { meeting: MeetingView; head: string; school: string; email: string }): Card {
  return {
    kind: 'card',
    title: `${data.head} would like to talk`,
    summary: `${data.head} (${data.school}) would like to talk about cover`,
    body: [
      text(
        person(data.head),
        ` of ${data.school} would like to talk about cover for the meeting on `,
        date(data.meeting.when),
        '.',
      ),
      facts(['Email', data.email]),
      whoReads('only you see this'),
    ],
  };
}
