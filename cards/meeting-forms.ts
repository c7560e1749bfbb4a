import { type MeetingView, whoSeesAnswers } from './meetings.js';
import { type Choice, type Field, type Form, heading, notice, quiet, text } from './model.js';

/** Minutes, as people say them. */
export const lengthChoices: readonly Choice[] = [
  { value: '60', label: '1 hour' },
  { value: '90', label: '1½ hours' },
  { value: '120', label: '2 hours' },
  { value: '180', label: 'Half day: 3 hours' },
  { value: '300', label: '5 hours' },
  { value: '360', label: 'Full day: 6 hours' },
];

export interface MeetingDraft {
  date?: string | undefined;
  time: string;
  length: number;
  /** A school's id, or "online". */
  where: string;
}

const detailFields = (draft: MeetingDraft, places: readonly Choice[], suffix = ''): Field[] => [
  { kind: 'time', name: `time${suffix}`, label: 'Starts', value: draft.time, required: true },
  { kind: 'select', name: `length${suffix}`, label: 'How long', value: String(draft.length), choices: lengthChoices },
  { kind: 'select', name: `where${suffix}`, label: 'Where', value: draft.where, choices: places },
];

/** One proposed date a half-term; an empty date means no meeting in that half-term. */
export function schedulePlanForm(data: {
  groupId: string;
  places: readonly Choice[];
  halfTerms: readonly {
    number: number;
    name: string;
    firstDay: string;
    lastDay: string;
    /** "2 Nov to 18 Dec" */
    span: string;
    proposed: MeetingDraft;
  }[];
  /** What the programme states of meetings: "at least 4 half days a year", "not stated". */
  stated: string;
  /** What the dates below fall short of. */
  warnings: readonly string[];
}): Form {
  return {
    kind: 'form',
    title: 'Plan the schedule',
    submit: { route: 'schedule.plan', args: { group: data.groupId }, label: 'Publish' },
    body: [
      text(
        'Here is a date for each half-term on which every school is open. Change what you like; clear a date to have no meeting in that half-term.',
      ),
      quiet(
        'Publishing posts the schedule in the channel and tells the heads, so that they can plan cover for the year.',
      ),
      quiet(`The programme on meetings: ${data.stated}.`),
      ...data.warnings.map((warning) => notice('warning', `${warning} You can publish all the same.`)),
      ...data.halfTerms.flatMap(({ number, name, firstDay, lastDay, span, proposed }) => [
        heading(`${name}, ${span}`),
        {
          kind: 'date',
          name: `date-${number}`,
          label: `Date in ${name}`,
          min: firstDay,
          max: lastDay,
          ...(proposed.date !== undefined && { value: proposed.date }),
          ...(proposed.date === undefined && { hint: 'No day is free at every school; please choose one.' }),
        } satisfies Field,
        ...detailFields(proposed, data.places, `-${number}`),
      ]),
    ],
  };
}

export function moveMeetingForm(meeting: MeetingView, draft: MeetingDraft, places: readonly Choice[]): Form {
  return {
    kind: 'form',
    title: 'Move the meeting',
    submit: { route: 'meeting.move', args: { group: meeting.groupId, meeting: meeting.id }, label: 'Move it' },
    body: [
      text(`It is now on ${meeting.when}, ${meeting.where}.`),
      {
        kind: 'date',
        name: 'date',
        label: 'New date',
        required: true,
        ...(draft.date !== undefined && { value: draft.date }),
      },
      ...detailFields(draft, places),
      quiet('The channel and the heads are told once. With a new date, answers and cover are asked for again.'),
    ],
  };
}

export function cancelMeetingForm(meeting: MeetingView): Form {
  return {
    kind: 'form',
    title: 'Cancel the meeting',
    submit: {
      route: 'meeting.cancel',
      args: { group: meeting.groupId, meeting: meeting.id },
      label: 'Cancel the meeting',
    },
    body: [
      text(`The meeting on ${meeting.when}, ${meeting.where}.`),
      {
        kind: 'text',
        name: 'reason',
        label: 'Why? Everybody will read this',
        lines: 'one',
        required: true,
        placeholder: 'For example: snow has closed two of our schools',
      },
      quiet('The channel and the heads are told once, and reminders stop. You can take it back.'),
    ],
  };
}

export function attendanceForm(meeting: MeetingView, people: readonly Choice[], present: readonly string[]): Form {
  return {
    kind: 'form',
    title: 'Who came?',
    submit: { route: 'meeting.attendance', args: { group: meeting.groupId, meeting: meeting.id }, label: 'Save' },
    body: [
      text(`${meeting.when}, ${meeting.where}. Please tick everyone who was there.`),
      { kind: 'people', name: 'present', label: 'They came', value: present, choices: people },
      quiet('Who sees this: you; each head sees their own school’s attendance.'),
    ],
  };
}

/** One person's answers for every date ahead. */
export function answersForm(
  groupId: string,
  meetings: readonly MeetingView[],
  mine: ReadonlyMap<string, string>,
): Form {
  return {
    kind: 'form',
    title: 'Will you come?',
    submit: { route: 'meeting.answers', args: { group: groupId }, label: 'Save' },
    body: [
      ...meetings.map((meeting): Field => {
        const answer = mine.get(meeting.id);
        return {
          kind: 'select',
          name: `m-${meeting.id}`,
          label: `${meeting.when}, ${meeting.where}`,
          value: answer ?? 'none',
          choices: [
            { value: 'none', label: 'No answer yet' },
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
            { value: 'unsure', label: 'Not sure' },
          ],
        };
      }),
      whoSeesAnswers,
    ],
  };
}
