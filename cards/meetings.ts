import {
  actions,
  type Button,
  bold,
  button,
  type Card,
  date,
  type Element,
  facts,
  link,
  notice,
  quiet,
  text,
} from './model.js';
import { capitalise, people, place, whoReads } from './words.js';

/** A meeting in words. */
export interface MeetingView {
  id: string;
  groupId: string;
  /** "Autumn 2" */
  halfTerm: string;
  /** "Tue 10 Nov, 13:00" */
  when: string;
  /** "Tue 10 Nov" */
  day: string;
  /** "16:00" */
  ends: string;
  /** "at Oakfield Primary", "online" */
  where: string;
  counts: { yes: number; no: number; unsure: number };
  /** What the one person who sees this has answered; absent in what everybody sees. */
  mine?: Attending;
  cancelled?: string;
  /** "Tue 10 Nov, 13:00" */
  movedFrom?: string;
}

export type Attending = 'yes' | 'no' | 'unsure';

export const answerWords: Readonly<Record<Attending, string>> = { yes: 'Yes', no: 'No', unsure: 'Not sure' };

export const countWords = ({ yes, no, unsure }: MeetingView['counts']): string =>
  yes + no + unsure === 0 ? 'nobody has answered yet' : `${yes} yes · ${no} no · ${unsure} not sure`;

export const answerButtons = (meeting: MeetingView, mine?: Attending): Button[] =>
  (['yes', 'no', 'unsure'] as const).map((answer) =>
    button(
      answerWords[answer],
      'meeting.answer',
      { group: meeting.groupId, meeting: meeting.id, answer },
      {
        describe: `${answerWords[answer]}, for ${meeting.day}`,
        ...(mine === undefined && answer === 'yes' && { style: 'primary' as const }),
      },
    ),
  );

/** Under every “Will you come?”. */
export const whoSeesAnswers = whoReads('the whole group sees the count, your specialist sees the names');

const answered = (mine: Attending | undefined): Element[] =>
  mine === undefined
    ? []
    : [notice('good', `You answered “${answerWords[mine].toLowerCase()}”. You can change it here.`)];

/** The question with the count as it is now, and on a person's own view what she answered. */
const askComing = (meeting: MeetingView, question: string, ...more: Button[]): Element[] => [
  text(bold(question), `  ${capitalise(countWords(meeting.counts))}.`),
  ...answered(meeting.mine),
  actions(...answerButtons(meeting, meeting.mine), ...more),
  whoSeesAnswers,
];

const whenAndWhere = (meeting: MeetingView): Element =>
  facts(
    ['When', date(`${meeting.when} to ${meeting.ends}`)],
    ['Where', place(meeting.where)],
    ...(meeting.movedFrom ? [['Moved from', date(meeting.movedFrom)] as const] : []),
  );

/** The year's schedule, in the channel; shows the count of answers as it is now. */
export function scheduleCard(data: {
  groupName: string;
  schoolYear: string;
  groupId: string;
  meetings: readonly MeetingView[];
  next?: MeetingView | undefined;
  calendarUrl: string;
}): Card {
  const { next } = data;
  return {
    kind: 'card',
    title: `Our meetings in ${data.schoolYear}`,
    summary: `${data.groupName}: our meetings in ${data.schoolYear}`,
    body: [
      {
        kind: 'table',
        caption: `Meetings of ${data.groupName}`,
        columns: ['When', 'Where'],
        rows: data.meetings.map((meeting) => [
          [
            bold(meeting.halfTerm),
            '\n',
            ...(meeting.cancelled === undefined
              ? [
                  date(`${meeting.when} to ${meeting.ends}`),
                  ...(meeting.movedFrom ? [`\nmoved from ${meeting.movedFrom}`] : []),
                ]
              : [date(meeting.when), '\ncancelled']),
          ],
          [place(meeting.where)],
        ]),
      },
      ...(next
        ? askComing(
            next,
            `Will you come on ${next.day}?`,
            button('Answer for other dates', 'meeting.answers', { group: data.groupId }),
          )
        : []),
      quiet('To see these in your own calendar, ', link('subscribe to the group’s calendar', data.calendarUrl), '.'),
    ],
  };
}

/** The same dates for a head, a year ahead. */
export function scheduleForHeadCard(data: {
  groupName: string;
  schoolYear: string;
  school: string;
  teachers: readonly string[];
  meetings: readonly MeetingView[];
  calendarUrl: string;
}): Card {
  return {
    kind: 'card',
    title: `Work Group dates for ${data.school}`,
    summary: `${data.groupName}: the year’s dates`,
    body: [
      text(
        'These are the meetings for which ',
        ...people(data.teachers),
        ` will need to be released. You get a short note about cover ahead of each one.`,
      ),
      {
        kind: 'table',
        caption: `Meetings of ${data.groupName}`,
        columns: ['When', 'Where'],
        rows: data.meetings
          .filter((meeting) => meeting.cancelled === undefined)
          .map((meeting) => [[date(`${meeting.when} to ${meeting.ends}`)], [place(meeting.where)]]),
      },
      quiet('To see these in your calendar, ', link('subscribe here', data.calendarUrl), '.'),
    ],
  };
}

export function halfTermCard(data: {
  halfTerm: string;
  meeting?: MeetingView | undefined;
  task?: { title: string; due: string } | undefined;
  lastDay: string;
}): Card {
  const { meeting, task } = data;
  return {
    kind: 'card',
    title: `Welcome back: ${data.halfTerm}`,
    summary: `${data.halfTerm} begins`,
    body: [
      facts(
        [
          'Our meeting',
          ...(meeting
            ? [date(`${meeting.when} to ${meeting.ends}`), `, ${meeting.where}`]
            : ['no date set for this half-term']),
        ],
        ['Gap task', ...(task ? [bold(task.title), `, by ${task.due}`] : ['none at the moment'])],
        ['Last day', date(data.lastDay)],
      ),
      ...(meeting ? askComing(meeting, `Will you come on ${meeting.day}?`) : []),
    ],
  };
}

/** Two school days ahead, in the channel. */
export function meetingReminderCard(meeting: MeetingView, task?: { title: string }): Card {
  return {
    kind: 'card',
    title: `We meet on ${meeting.day}`,
    summary: `We meet on ${meeting.when}, ${meeting.where}`,
    body: [
      ...changes(meeting),
      whenAndWhere(meeting),
      ...(task
        ? [text('We open with what you found out about ', bold(task.title), '. Bring anything the children did.')]
        : []),
      ...(meeting.cancelled === undefined ? askComing(meeting, 'Will you come?') : []),
    ],
  };
}

export function willYouComeCard(meeting: MeetingView, later: Button): Card {
  const { mine } = meeting;
  return {
    kind: 'card',
    title: `Will you come on ${meeting.day}?`,
    summary: `Will you come on ${meeting.when}?`,
    body: [
      ...changes(meeting),
      whenAndWhere(meeting),
      ...answered(mine),
      ...(meeting.cancelled === undefined
        ? [actions(...answerButtons(meeting, mine), ...(mine ? [] : [later])), whoSeesAnswers]
        : []),
    ],
  };
}

export function attendanceCard(meeting: MeetingView, recorded?: { present: number; of: number }): Card {
  return {
    kind: 'card',
    title: `Who came on ${meeting.day}?`,
    summary: `Who came on ${meeting.when}?`,
    body: [
      ...changes(meeting),
      recorded
        ? notice('good', `Recorded: ${recorded.present} of ${recorded.of} came.`)
        : text('It takes half a minute: everyone who said yes is ticked already.'),
      ...(meeting.cancelled === undefined
        ? [
            actions(
              button(
                recorded ? 'Change' : 'Record who came',
                'meeting.attendance',
                { group: meeting.groupId, meeting: meeting.id },
                recorded ? {} : { style: 'primary' },
              ),
            ),
          ]
        : []),
    ],
  };
}

/** A change of plan, told once to everybody concerned. */
export function meetingChangeCard(data: {
  meeting: MeetingView;
  change: 'moved' | 'cancelled' | 'restored';
  /** For a head: whose cover this concerns. */
  teachers?: readonly string[];
}): Card {
  const { meeting, change, teachers } = data;
  const cover = teachers && teachers.length > 0;
  if (change === 'cancelled') {
    return {
      kind: 'card',
      title: `Cancelled: the meeting on ${meeting.day}`,
      summary: `The meeting on ${meeting.when} is cancelled`,
      body: [
        text('The meeting on ', date(meeting.when), ' will not take place.'),
        text(bold('Why:'), ` ${meeting.cancelled ?? 'no reason was given'}`),
        ...(cover ? [text(...people(teachers), ' will not need cover that day.')] : []),
      ],
    };
  }
  const moved = change === 'moved';
  return {
    kind: 'card',
    title: moved ? `New date: ${meeting.day}` : `Back on: ${meeting.day}`,
    summary: moved
      ? `The meeting has moved to ${meeting.when}`
      : `The meeting on ${meeting.when} takes place after all`,
    body: [
      text(moved ? 'Our meeting has moved. This is how it stands now:' : 'This meeting takes place after all:'),
      whenAndWhere(meeting),
      ...(cover
        ? [text(...people(teachers), ' will need cover for this date. You get a short note ahead of it.')]
        : askComing(meeting, 'Will you come?')),
    ],
  };
}

/** For a command about one meeting, when there are several. */
export function chooseMeetingCard(title: string, route: string, meetings: readonly MeetingView[]): Card {
  return {
    kind: 'card',
    title,
    summary: title,
    body: [
      facts(...meetings.map((meeting) => [meeting.when, place(meeting.where)] as const)),
      actions(
        ...meetings.map((meeting) =>
          button(
            meeting.when,
            route,
            { group: meeting.groupId, meeting: meeting.id },
            { describe: `${meeting.when}, ${meeting.where}` },
          ),
        ),
      ),
    ],
  };
}

export function noScheduleCard(groupId: string, mayPlan: boolean): Card {
  return {
    kind: 'card',
    title: 'No dates yet',
    summary: 'No dates yet',
    body: [
      text(
        mayPlan
          ? 'Nothing is planned. I can propose a date for each half-term.'
          : 'Your specialist has not published the dates yet.',
      ),
      ...(mayPlan
        ? [actions(button('Plan the schedule', 'schedule.plan', { group: groupId }, { style: 'primary' }))]
        : []),
    ],
  };
}

export const changes = (meeting: MeetingView): Element[] =>
  meeting.cancelled === undefined ? [] : [notice('warning', `Cancelled: ${meeting.cancelled}`)];
