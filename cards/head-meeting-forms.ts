import type { HeadMeetingView } from './head-meetings.js';
import { type Choice, type Field, type Form, quiet, text } from './model.js';
import { whoReads } from './words.js';

/** Minutes, as people say them. */
const usualLengths: Readonly<Record<number, string>> = {
  30: 'Half an hour',
  45: '45 minutes',
  60: '1 hour',
  90: '1½ hours',
  120: '2 hours',
  180: 'Half day: 3 hours',
};

export interface HeadMeetingDraft {
  date?: string | undefined;
  time: string;
  /** Minutes */
  length: number;
  place: string;
}

function whenFields({ date, time, length, place }: HeadMeetingDraft): Field[] {
  const lengths: Choice[] = Object.entries(usualLengths).map(([value, label]) => ({ value, label }));
  const known = usualLengths[length] !== undefined;
  return [
    {
      kind: 'date',
      name: 'date',
      label: 'Date',
      required: true,
      ...(date === undefined ? { hint: 'No day is free at every school; please choose one.' } : { value: date }),
    },
    { kind: 'time', name: 'time', label: 'Starts', value: time, required: true },
    {
      kind: 'select',
      name: 'length',
      label: 'How long',
      value: String(length),
      choices: known ? lengths : [...lengths, { value: String(length), label: `${length} minutes` }],
    },
    {
      kind: 'text',
      name: 'place',
      label: 'Where',
      lines: 'one',
      required: true,
      placeholder: 'At Oakfield Primary, or a link',
      ...(place !== '' && { value: place }),
    },
  ];
}

export function planHeadsForm(data: {
  groupId: string;
  kind: string;
  school: string;
  schools: readonly Choice[];
  draft: HeadMeetingDraft;
}): Form {
  return {
    kind: 'form',
    title: 'Plan a meeting of heads',
    submit: { route: 'heads.plan', args: { group: data.groupId }, label: 'Plan it and ask' },
    body: [
      {
        kind: 'select',
        name: 'kind',
        label: 'Who meets',
        value: data.kind,
        choices: [
          { value: 'heads', label: 'The heads, all together' },
          { value: 'specialist', label: 'One head with the specialist' },
          { value: 'hub', label: 'One head, or all, with the hub’s leaders' },
        ],
      },
      { kind: 'select', name: 'school', label: 'Whose head', value: data.school, choices: data.schools },
      ...whenFields(data.draft),
      quiet('The heads are asked at once whether they will come, and reminded in time. You can take it back.'),
    ],
  };
}

export function moveHeadsForm(meeting: HeadMeetingView, draft: HeadMeetingDraft): Form {
  return {
    kind: 'form',
    title: 'Move the meeting',
    submit: { route: 'heads.move', args: { group: meeting.groupId, meeting: meeting.id }, label: 'Move it' },
    body: [
      text(`${meeting.title}: it is now on ${meeting.when}, ${meeting.place}.`),
      ...whenFields(draft),
      quiet('Those who are asked are told once. With another date or time, they are asked again whether they come.'),
    ],
  };
}

export function cancelHeadsForm(meeting: HeadMeetingView): Form {
  return {
    kind: 'form',
    title: 'Cancel the meeting',
    submit: {
      route: 'heads.cancel',
      args: { group: meeting.groupId, meeting: meeting.id },
      label: 'Cancel the meeting',
    },
    body: [
      text(`${meeting.title}, on ${meeting.when}, ${meeting.place}.`),
      {
        kind: 'text',
        name: 'reason',
        label: 'Why? Those who were asked will read this',
        lines: 'one',
        required: true,
        placeholder: 'For example: two of us have an inspection that week',
      },
      quiet('Those who were asked are told once, and reminders stop. You can take it back.'),
    ],
  };
}

export function recordHeadsForm(data: {
  meeting: HeadMeetingView;
  people: readonly Choice[];
  present: readonly string[];
  agreed: string;
}): Form {
  const { meeting } = data;
  return {
    kind: 'form',
    title: 'Record the meeting',
    submit: { route: 'heads.record', args: { group: meeting.groupId, meeting: meeting.id }, label: 'Save' },
    body: [
      text(`${meeting.title}, ${meeting.when}.`),
      { kind: 'people', name: 'present', label: 'Heads who came', value: data.present, choices: data.people },
      {
        kind: 'text',
        name: 'agreed',
        label: 'What was agreed',
        lines: 'many',
        value: data.agreed,
        hint: 'Leave it empty if there is nothing to note.',
      },
      whoReads(
        meeting.together
          ? 'what was agreed: the heads of the group, the specialist and the hub lead. Who came: those who lead; a head’s own attendance counts for the school’s commitments'
          : 'the head of that school, the specialist and the hub lead',
      ),
    ],
  };
}
