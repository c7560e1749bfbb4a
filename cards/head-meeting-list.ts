import { answerButtons, answered, argsOf, countWords, type HeadMeetingView, wherever } from './head-meetings.js';
import {
  actions,
  bold,
  button,
  type Card,
  date,
  divider,
  type Element,
  facts,
  heading,
  quiet,
  quote,
  type Span,
  text,
} from './model.js';
import { capitalise, people, whoReads } from './words.js';

/** A meeting in the list, as far as its reader may know it. */
export interface HeadMeetingLine extends HeadMeetingView {
  begun: boolean;
  /** Who has answered what: for those who lead. */
  names?: { yes: readonly string[]; no: readonly string[]; unsure: readonly string[]; open: readonly string[] };
  record?: { came: readonly string[]; agreed: string };
}

/** How many meetings of each sort the list explains. */
const shown = { ahead: 6, over: 6 };

/** `heads`: what is planned, who has confirmed, what was agreed. */
export function headsCard(view: {
  groupId: string;
  groupName: string;
  leads: boolean;
  meetings: readonly HeadMeetingLine[];
  /** For those who lead, how often each school's head has met whom: "heads 1, specialist 0 (1 planned), hub 0" */
  schools: readonly { school: string; met: string }[];
}): Card {
  const { groupId, leads, meetings } = view;
  const ahead = meetings.filter((one) => one.cancelled === undefined && !one.begun);
  const cancelled = meetings.filter((one) => one.cancelled !== undefined && !one.begun);
  const over = meetings.filter((one) => one.cancelled === undefined && one.begun).reverse();
  const [next] = ahead;
  return {
    kind: 'card',
    title: 'Meetings of the heads',
    summary: next ? `Next: ${next.title}, ${next.when}` : `${view.groupName}: no meeting of heads is planned`,
    body: [
      ...(ahead.length === 0
        ? [text(leads ? 'No meeting is planned.' : 'No meeting is planned. You are asked as soon as one is.')]
        : []),
      ...ahead.slice(0, shown.ahead).flatMap((line) => [...drawAhead(line, leads), divider]),
      ...more(ahead.length - shown.ahead, 'planned after these'),
      ...cancelled.flatMap((line) => [
        text(bold(line.title), ', ', date(line.when), `: cancelled. ${line.cancelled}`),
        ...(leads ? [actions(button('Put it back', 'heads.restore', argsOf(line), { describe: line.title }))] : []),
      ]),
      ...(over.length > 0
        ? [heading('So far'), ...over.slice(0, shown.over).flatMap((line) => drawOver(line, leads))]
        : []),
      ...more(over.length - shown.over, 'before these'),
      ...(leads && view.schools.length > 0 ? [drawSchools(view.schools)] : []),
      ...(leads ? [actions(button('Plan a meeting', 'heads.plan', { group: groupId }, { style: 'primary' }))] : []),
      whoReads(
        leads
          ? 'you see every meeting; a head sees those of all heads and their own'
          : 'meetings of all heads: the heads, the specialist and the hub lead; your own: you and those two',
      ),
    ],
  };
}

const more = (count: number, where: string): Element[] => (count > 0 ? [quiet(`And ${count} more ${where}.`)] : []);

function drawAhead(line: HeadMeetingLine, leads: boolean): Element[] {
  const { names } = line;
  const named = (label: string, list: readonly string[]) =>
    list.length === 0 ? [] : [[label, ...people(list)] as const];
  return [
    text(bold(line.title)),
    facts(
      ['When', date(`${line.when} to ${line.ends}`)],
      ['Where', wherever(line.place)],
      ...(names
        ? [
            ...named('Will come', names.yes),
            ...named('Cannot', names.no),
            ...named('Not sure', names.unsure),
            ...named('Not answered yet', names.open),
          ]
        : line.together
          ? [['So far', countWords(line)] as const]
          : []),
    ),
    ...(line.asked ? [...answered(line), actions(...answerButtons(line))] : []),
    ...(leads
      ? [
          actions(
            button('Move', 'heads.move', argsOf(line), { describe: `Move: ${line.title}, ${line.day}` }),
            button('Cancel', 'heads.cancel', argsOf(line), { describe: `Cancel: ${line.title}, ${line.day}` }),
          ),
        ]
      : []),
  ];
}

function drawOver(line: HeadMeetingLine, leads: boolean): Element[] {
  const { record } = line;
  const came: Span[] = !record
    ? ['not recorded yet']
    : record.came.length === 0
      ? ['nobody came']
      : leads || !line.together
        ? [...people(record.came), ' came']
        : [`${record.came.length} came`];
  return [
    text(date(line.when), ': ', bold(line.title), '. ', ...sentence(came)),
    ...(record && record.agreed !== '' ? [quote(record.agreed)] : []),
    ...(leads
      ? [
          actions(
            button(record ? 'Change the record' : 'Record it', 'heads.record', argsOf(line), {
              describe: `${line.title}, ${line.day}`,
              ...(!record && { style: 'primary' as const }),
            }),
          ),
        ]
      : []),
  ];
}

const sentence = ([first, ...rest]: Span[]): Span[] =>
  first === undefined ? [] : [typeof first === 'string' ? capitalise(first) : first, ...rest, '.'];

const drawSchools = (schools: readonly { school: string; met: string }[]): Element => ({
  kind: 'table',
  caption: 'How often each school’s head has met whom',
  columns: ['Head of', 'Has met'],
  rows: schools.map(({ school, met }): Span[][] => [[school], [met]]),
});
