import { type Attending, answerWords } from './meetings.js';
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
  person,
  quiet,
  quote,
  type Span,
  text,
} from './model.js';
import { capitalise, whoReads } from './words.js';

/** A meeting of heads in words. */
export interface HeadMeetingView {
  id: string;
  groupId: string;
  round: number;
  /** "All heads together", "The head of Oakfield Primary with the specialist" */
  title: string;
  /** The same with names: "Margaret Okonkwo (Oakfield Primary) with Grace Hollis, the specialist" */
  who: string;
  /** Every head is asked. */
  together: boolean;
  /** "Tue 10 Nov, 13:00" */
  when: string;
  /** "Tue 10 Nov" */
  day: string;
  /** "14:00" */
  ends: string;
  /** In the words of whoever planned it: a school, a room, a link. */
  place: string;
  counts: { yes: number; no: number; unsure: number; of: number };
  /** Whoever alone sees this is asked to come. */
  asked: boolean;
  /** What they have answered. */
  mine?: Attending;
  cancelled?: string;
  /** "Tue 10 Nov, 13:00" */
  movedFrom?: string;
}

const words: Readonly<Record<Attending, string>> = { yes: 'I will come', no: 'I can’t', unsure: 'Not sure' };

export const argsOf = ({ groupId, id }: HeadMeetingView) => ({ group: groupId, meeting: id });

export const answerButtons = (meeting: HeadMeetingView): Button[] =>
  (['yes', 'no', 'unsure'] as const).map((answer) =>
    button(
      words[answer],
      'heads.answer',
      { ...argsOf(meeting), answer, round: String(meeting.round) },
      {
        describe: `${words[answer]}, on ${meeting.day}`,
        ...(meeting.mine === undefined && answer === 'yes' && { style: 'primary' as const }),
      },
    ),
  );

export const answered = ({ mine }: HeadMeetingView): Element[] =>
  mine === undefined
    ? []
    : [
        notice(
          'good',
          `You answered “${mine === 'unsure' ? answerWords.unsure : words[mine]}”. You can change it here.`,
        ),
      ];

/** "4 of 6 come", and who is not sure yet where there are some. */
export function countWords({ counts: { yes, no, unsure, of } }: HeadMeetingView): string {
  const others = [...(no > 0 ? [`${no} cannot`] : []), ...(unsure > 0 ? [`${unsure} not sure`] : [])];
  return [`${yes} of ${of} ${yes === 1 ? 'comes' : 'come'}`, ...others].join(' · ');
}

export const wherever = (place: string): Span =>
  /^https?:\/\/\S+$/u.test(place) ? link(place, place) : capitalise(place);

const details = (meeting: HeadMeetingView): Element =>
  facts(
    ['When', date(`${meeting.when} to ${meeting.ends}`)],
    ['Where', wherever(meeting.place)],
    ['Who', meeting.who],
    ...(meeting.movedFrom ? [['Moved from', date(meeting.movedFrom)] as const] : []),
  );

const changes = ({ cancelled }: HeadMeetingView): Element[] =>
  cancelled === undefined ? [] : [notice('warning', `Cancelled: ${cancelled}`)];

const readers = ({ together }: HeadMeetingView): Element =>
  whoReads(
    together
      ? 'the heads see how many come; the specialist and the hub lead see who'
      : 'you, the specialist and the hub lead',
  );

const seeAll = (meeting: HeadMeetingView): Button =>
  button('Meetings of the heads', 'heads.show', { group: meeting.groupId });

const newTime = ({ movedFrom, day }: HeadMeetingView): string =>
  movedFrom === undefined ? '' : movedFrom.startsWith(day) ? 'New time. ' : 'New date. ';

/** To each head who is asked: at once, and again ten school days before to those who have not answered. */
export function askHeadCard(meeting: HeadMeetingView, later: Button): Card {
  const open = meeting.cancelled === undefined;
  return {
    kind: 'card',
    title: `${open ? newTime(meeting) : ''}Will you come on ${meeting.day}?`,
    summary: `${meeting.title}: will you come on ${meeting.when}?`,
    body: [
      ...changes(meeting),
      details(meeting),
      ...answered(meeting),
      ...(open
        ? [
            actions(
              ...answerButtons(meeting),
              ...(meeting.mine === undefined ? [later] : []),
              button('Not me any more', 'people.stand-down', { group: meeting.groupId }),
            ),
            readers(meeting),
          ]
        : []),
    ],
  };
}

/** In the heads' own channel. */
export function headsNewsCard(groupName: string, meeting: HeadMeetingView): Card {
  const open = meeting.cancelled === undefined;
  return {
    kind: 'card',
    title: `The heads meet on ${meeting.day}`,
    summary: `${groupName}: the heads meet on ${meeting.when}`,
    body: [
      ...changes(meeting),
      details(meeting),
      ...(open
        ? [
            text(bold('Will you come?'), `  ${countWords(meeting)}.`),
            ...answered(meeting),
            actions(...answerButtons(meeting)),
            readers(meeting),
          ]
        : []),
    ],
  };
}

/** Two school days ahead, to those who come. */
export function headReminderCard(meeting: HeadMeetingView): Card {
  return {
    kind: 'card',
    title: `You meet on ${meeting.day}`,
    summary: `${meeting.title}: ${meeting.when}`,
    body: [
      ...changes(meeting),
      details(meeting),
      ...(meeting.together ? [text(`${countWords(meeting)}.`)] : []),
      ...(meeting.asked && meeting.cancelled === undefined
        ? [...answered(meeting), actions(...answerButtons(meeting))]
        : []),
      readers(meeting),
    ],
  };
}

/** To those with whom the heads meet, and whoever looks after the meeting, when a colleague has planned or changed it. */
export function headMeetingToldCard(meeting: HeadMeetingView, change: 'planned' | 'changed'): Card {
  return {
    kind: 'card',
    title: `${change === 'planned' ? 'Planned' : 'Changed'}: ${meeting.title}`,
    summary: `${meeting.title}: ${meeting.when}`,
    body: [
      ...changes(meeting),
      text(change === 'planned' ? 'A colleague has planned this meeting:' : 'This is how it stands now:'),
      details(meeting),
      ...(meeting.asked && meeting.cancelled === undefined
        ? [...answered(meeting), actions(...answerButtons(meeting))]
        : [actions(seeAll(meeting))]),
      readers(meeting),
    ],
  };
}

export function headMeetingCancelledCard(meeting: HeadMeetingView): Card {
  return {
    kind: 'card',
    title: `Cancelled: ${meeting.title}, ${meeting.day}`,
    summary: `The meeting on ${meeting.when} is cancelled`,
    body: [
      text('The meeting on ', date(meeting.when), ' will not take place.'),
      text(bold('Why:'), ` ${meeting.cancelled ?? 'no reason was given'}`),
    ],
  };
}

export function headMeetingRestoredCard(meeting: HeadMeetingView): Card {
  return {
    kind: 'card',
    title: `Back on: ${meeting.title}, ${meeting.day}`,
    summary: `The meeting on ${meeting.when} takes place after all`,
    body: [
      ...changes(meeting),
      text('This meeting takes place after all:'),
      details(meeting),
      ...(meeting.asked && meeting.cancelled === undefined
        ? [...answered(meeting), actions(...answerButtons(meeting))]
        : []),
      readers(meeting),
    ],
  };
}

/** Four school days ahead, to whoever planned it alone. */
export function headsUnansweredCard(
  meeting: HeadMeetingView,
  heads: readonly { name: string; school: string; email: string }[],
): Card {
  return {
    kind: 'card',
    title: `Not answered yet: ${meeting.title}, ${meeting.day}`,
    summary: `${meeting.title}: ${heads.length} not answered yet`,
    body: [
      ...changes(meeting),
      text('These heads have been asked and have not answered. A call often helps; they will not be asked again.'),
      ...heads.map(({ name, school, email }) => text(bold(school), ': ', person(name), `, ${email}`)),
      whoReads('only you see this list'),
    ],
  };
}

/** To those whom it concerns: a head cannot come to a meeting that is about that head alone. */
export function headCannotCard(meeting: HeadMeetingView, head: { name: string; school: string; email: string }): Card {
  return {
    kind: 'card',
    title: `${head.name} cannot come on ${meeting.day}`,
    summary: `${head.name} (${head.school}) cannot come on ${meeting.when}`,
    body: [
      ...changes(meeting),
      text(person(head.name), ` of ${head.school} cannot come on `, date(meeting.when), '.'),
      facts(['Email', head.email]),
      ...(meeting.cancelled === undefined
        ? [
            actions(
              button('Move it', 'heads.move', argsOf(meeting), { style: 'primary' }),
              button('Cancel it', 'heads.cancel', argsOf(meeting)),
            ),
          ]
        : []),
      whoReads('the specialist and the hub lead'),
    ],
  };
}

/** A quarter of an hour after its end, to whoever planned it. */
export function recordHeadsCard(
  meeting: HeadMeetingView,
  later: Button,
  recorded?: { came: number; of: number } | undefined,
): Card {
  return {
    kind: 'card',
    title: `${meeting.title}, ${meeting.day}: who came?`,
    summary: `${meeting.title}, ${meeting.when}: who came, and what was agreed?`,
    body: [
      ...changes(meeting),
      recorded
        ? notice('good', `Recorded: ${recorded.came} of ${recorded.of} came.`)
        : text(
            'It takes a minute: whoever said yes is ticked already. What was agreed goes to the heads who were asked.',
          ),
      ...(meeting.cancelled === undefined
        ? [
            actions(
              button(
                recorded ? 'Change' : 'Record the meeting',
                'heads.record',
                argsOf(meeting),
                recorded ? {} : { style: 'primary' },
              ),
              ...(recorded ? [] : [later]),
            ),
          ]
        : []),
    ],
  };
}

/** To the heads who were asked, once something has been agreed. @param agreed undefined: it was taken back */
export function headsAgreedCard(meeting: HeadMeetingView, agreed: string | undefined): Card {
  return {
    kind: 'card',
    title: `What was agreed on ${meeting.day}`,
    summary: `${meeting.title}: what was agreed on ${meeting.day}`,
    body: [
      quiet(meeting.who),
      agreed === undefined ? notice('info', 'This has been taken back for now.') : quote(agreed),
      actions(seeAll(meeting)),
      whoReads(
        meeting.together
          ? 'the heads of the group, the specialist and the hub lead'
          : 'you, the specialist and the hub lead',
      ),
    ],
  };
}

/** For a command about one meeting, when there are several. */
export function chooseHeadMeetingCard(title: string, route: string, meetings: readonly HeadMeetingView[]): Card {
  return {
    kind: 'card',
    title,
    summary: title,
    body: [
      facts(...meetings.map((meeting) => [meeting.when, meeting.title] as const)),
      actions(
        ...meetings.map((meeting) =>
          button(meeting.when, route, argsOf(meeting), { describe: `${meeting.when}: ${meeting.title}` }),
        ),
      ),
    ],
  };
}
