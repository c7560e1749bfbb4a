import {
  actions,
  type Button,
  bold,
  type Card,
  date,
  type Element,
  facts,
  heading,
  notice,
  person,
  quiet,
  text,
} from './model.js';
import { whoReads } from './words.js';

export interface QuestionView {
  asker: string;
  /** Absent for those without one. */
  school?: string | undefined;
  /** "Tue 10 Nov, 13:00" */
  when: string;
  /** Where to read it. */
  url?: string | undefined;
  replied: boolean;
}

/** To the specialist, after two school days. What was asked is not repeated: it is not kept. */
export function questionCard(question: QuestionView, later: Button): Card {
  const { asker, school, when, url, replied } = question;
  const buttons = [...(url === undefined ? [] : [{ label: 'Read the question', url }]), ...(replied ? [] : [later])];
  return {
    kind: 'card',
    title: replied ? 'A question that has a reply' : 'A question without a reply',
    summary: `${asker} asked something in the channel on ${when}`,
    body: [
      text(
        person(asker),
        school === undefined ? '' : `, ${school},`,
        ' asked something in the channel on ',
        date(when),
        '.',
      ),
      replied
        ? notice('good', 'Somebody has replied meanwhile.')
        : text('Nobody has replied yet. A line from you, or a word to somebody who may know, would help.'),
      ...(buttons.length > 0 ? [actions(...buttons)] : []),
      quiet('I keep no words of what people write to each other, so the question itself is not repeated here.'),
      whoReads('only you see this'),
    ],
  };
}

export interface Counts {
  messages: number;
  replies: number;
  shared: number;
}

export interface SchoolPart {
  school: string;
  /** "2 of 2 lead teachers took part" */
  part: string;
}

const noWords = quiet('Messages in the channel and shared reflections are counted. No words are kept, only how often.');

const when = (halfTerm: string): Element => quiet(`${halfTerm}.`);

/** `report` for the specialist and the hub lead: who takes part, in numbers. */
export function takingPartCard(view: {
  groupName: string;
  /** "Autumn 1, since Wed 2 Sep" */
  halfTerm: string;
  rows: readonly (Counts & { name: string; school: string })[];
  weeks: readonly { label: string; value: number }[];
}): Card {
  return {
    kind: 'card',
    title: 'Taking part this half-term',
    summary: `Taking part this half-term: ${view.groupName}`,
    body: [
      text(bold(view.groupName)),
      when(view.halfTerm),
      {
        kind: 'table',
        caption: 'How often each person took part',
        // Four columns with short heads fit a phone; a column for schools would not.
        columns: ['Name', 'Wrote', 'Replied', 'Shared'],
        rows: view.rows.map(({ name, school, messages, replies, shared }) => [
          [person(name), `, ${school}`],
          [String(messages)],
          [String(replies)],
          [String(shared)],
        ]),
      },
      ...(view.weeks.length > 0 ? [{ kind: 'chart', title: 'Messages each week', bars: view.weeks } as const] : []),
      quiet('Wrote: messages in the channel. Replied: those of them that answer somebody else. Shared: reflections.'),
      noWords,
      whoReads('you, and whoever else leads the group'),
    ],
  };
}

/** `report` for everybody else: their own counts, and how many of their school took part. */
export function ownPartCard(view: {
  halfTerm: string;
  /** Absent for those who are not in the channel. */
  own?: Counts | undefined;
  schools: readonly SchoolPart[];
}): Card {
  const { own, schools } = view;
  return {
    kind: 'card',
    title: 'Taking part this half-term',
    summary: schools.map(({ school, part }) => `${school}: ${part}`).join(' · ') || 'Taking part this half-term',
    body: [
      when(view.halfTerm),
      ...(own
        ? [
            heading('You'),
            facts(
              ['Messages', String(own.messages)],
              ['Of these, replies', String(own.replies)],
              ['Shared reflections', String(own.shared)],
            ),
          ]
        : []),
      ...schools.flatMap(({ school, part }) => [heading(school), text(`${part}.`)]),
      noWords,
      whoReads(
        own
          ? 'you, the specialist and the hub lead. Heads see only how many of their school took part'
          : 'you, your school’s people in the group, the specialist and the hub lead',
      ),
    ],
  };
}
