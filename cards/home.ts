import { type ReviewAnswer, answerWords as reviewWords } from './commitments.js';
import { type ReplyStatus, replyButtons, type TaskView, whoSeesReplies } from './gap-tasks.js';
import {
  type Attending,
  answerButtons,
  answerWords,
  countWords,
  type MeetingView,
  whoSeesAnswers,
} from './meetings.js';
import {
  actions,
  type Button,
  bold,
  button,
  type Card,
  date,
  divider,
  type Element,
  facts,
  heading,
  notice,
  person,
  quiet,
  type Span,
  text,
} from './model.js';
import { pausedNotice } from './pause.js';
import { people, whoReads } from './words.js';

/** One person's part in one group; what is absent is none of theirs. */
export interface HomeGroup {
  id: string;
  name: string;
  /** "Lead teacher" */
  role: string;
  /** The role that the person says is no longer theirs: "head teacher" */
  left?: string | undefined;
  /** Who has taken over, and which role: "head teacher" */
  takenOver?: { by: string; role: string } | undefined;
  /** Absent with `left` or `takenOver`: nothing else is theirs. */
  plan?: {
    meeting?: MeetingView | undefined;
    task?: TaskView | undefined;
    /** Dates after the next meeting: "Tue 10 Nov". Only for those who plan cover by them. */
    later?: readonly string[] | undefined;
    /** The next support visit: "Tue 10 Nov, 09:00" */
    visit?: string | undefined;
    /** The next meeting of heads that the person is asked to or holds. */
    headMeeting?: { when: string; where: string } | undefined;
  };
  /** For those who are asked whether they come, and how a gap task went. */
  own?: { coming: Attending | undefined; reply: ReplyStatus | undefined } | undefined;
  /** Forms that name the person, who has not signed them: "2 of 4 have signed". */
  toSign?: readonly { schoolId: string; school: string; stands: string }[] | undefined;
  school?: HomeSchool | undefined;
  lead?: HomeLead | undefined;
}

export interface HomeSchool {
  name: string;
  /** "2½ days between them" */
  released: string;
  /** For the head. */
  head?:
    | {
        /** How many points were agreed. */
        agreed: number;
        halfTerm: string;
        review: ReviewAnswer | undefined;
        /** `asked`: and not answered. Absent: not asked yet. */
        cover: 'arranged' | 'talk' | 'asked' | undefined;
        teachers: readonly string[];
        specialist: string;
      }
    | undefined;
}

export interface HomeLead {
  /** Whether the digest and every reply are theirs to open. */
  specialist: boolean;
  /** Schools that have said whether cover is arranged. */
  cover: { answered: number; of: number; talk: number };
  /** Schools with no visit this term. */
  visitsDue: number;
  /** Leads the hub: all its groups are theirs to see. */
  hub: boolean;
  /** Who could not be reached: names, or "the channel". */
  unreached: readonly string[];
}

export interface HomeView {
  name: string;
  groups: readonly HomeGroup[];
  next: readonly { when: string; title: string }[];
  /** "Mon 2 Nov", while the person has quiet. */
  pausedUntil?: string | undefined;
  calendarUrl: string;
}

/** Each person's own page. */
export function homeCard({ name, groups, next, pausedUntil, calendarUrl }: HomeView): Card {
  const active = groups.some((group) => group.plan);
  return {
    kind: 'card',
    title: `Hello, ${name}`,
    summary: `${groups.map((group) => group.name).join(', ')}: your page`,
    body: [
      ...(pausedUntil === undefined ? [] : pausedNotice(pausedUntil)),
      ...groups.flatMap((group) => drawGroup(group, groups.length > 1)),
      ...(active
        ? [
            divider,
            heading('What I will send you next'),
            next.length === 0
              ? quiet('Nothing is planned.')
              : facts(...next.map(({ when, title }) => [when, title] as const)),
            actions(
              button(pausedUntil === undefined ? 'Pause messages' : 'Pause until another day', 'reminder.pause', {}),
              { label: 'My calendar', url: calendarUrl },
              button('New calendar address', 'calendar.renew', {}),
            ),
          ]
        : []),
      whoReads('only you see this page'),
    ],
  };
}

function drawGroup(group: HomeGroup, several: boolean): Element[] {
  const { plan, left, takenOver } = group;
  return [
    ...(several ? [heading(group.name), quiet(group.role)] : [quiet(`${group.name} · ${group.role}`)]),
    ...(left === undefined
      ? []
      : [
          notice('info', `You told us that this is no longer your role (${left}), so nothing is sent to you in it.`),
          actions(button('It is me after all', 'people.stand-up', { group: group.id })),
        ]),
    ...(takenOver === undefined
      ? []
      : [
          notice(
            'info',
            person(takenOver.by),
            ` has taken over from you (${takenOver.role}), so nothing is sent to you in it.`,
          ),
        ]),
    ...(plan ? [...drawFacts(group, plan), ...drawToSign(group), ...drawSchool(group, plan)] : []),
    ...(plan && group.lead ? drawLead(group, plan, group.lead) : []),
  ];
}

type Plan = NonNullable<HomeGroup['plan']>;

type Fact = readonly [label: string, ...value: Span[]];

const coverWords = { arranged: 'arranged', talk: 'you asked to talk' };

function meetingFacts({ own, school, lead }: HomeGroup, { meeting, later, visit, headMeeting }: Plan): Fact[] {
  const cover = school?.head?.cover;
  return [
    ['Next meeting', ...(meeting ? [bold(meeting.when), `, ${meeting.where}`] : ['none planned'])],
    ...(later && later.length > 0 ? [['After that', later.join(', ')] as const] : []),
    ...(meeting && own?.coming ? [['Your answer', answerWords[own.coming]] as const] : []),
    ...(meeting && lead ? [['Who comes', countWords(meeting.counts)] as const] : []),
    ...(cover && cover !== 'asked' ? [['Cover', coverWords[cover]] as const] : []),
    ...(visit === undefined && !lead?.visitsDue
      ? []
      : [
          [
            'Next visit',
            visit ?? 'none booked',
            lead?.visitsDue ? `; ${lead.visitsDue} to plan this term` : '',
          ] as const,
        ]),
    ...(headMeeting ? [['Heads meet', `${headMeeting.when}, ${headMeeting.where}`] as const] : []),
  ];
}

function taskFacts({ own }: HomeGroup, { task }: Plan): Fact[] {
  return [
    ['Gap task', ...(task ? [bold(task.title), `, by ${task.due}`] : ['none at the moment'])],
    ...(task && own?.reply ? [['Your reply', replyWords[own.reply]] as const] : []),
  ];
}

/** What is asked stands below what it is about; where nothing is, the facts stand together. */
function drawFacts(group: HomeGroup, plan: Plan): Element[] {
  const { own, lead, school } = group;
  const { meeting, task } = plan;
  if (!own) {
    return [
      facts(...meetingFacts(group, plan), ...(lead ? taskFacts(group, plan) : [])),
      ...(meeting && school?.head?.cover === 'asked' ? askCover(meeting, school.head) : []),
    ];
  }
  return [
    facts(...meetingFacts(group, plan)),
    ...(meeting ? askComing(group, meeting, own.coming) : []),
    ...(meeting && school?.head?.cover === 'asked' ? askCover(meeting, school.head) : []),
    facts(...taskFacts(group, plan)),
    ...(task
      ? [
          actions(...replyButtons(task, own.reply), ownReflections(group)),
          ...(own.reply === undefined || own.reply === 'draft' ? [whoSeesReplies] : []),
        ]
      : [actions(ownReflections(group))]),
  ];
}

const ownReflections = ({ id }: HomeGroup): Button =>
  button('My reflections, and who reads them', 'reflections.show', { group: id });

function askComing({ id }: HomeGroup, meeting: MeetingView, coming: Attending | undefined): Element[] {
  if (coming) return [actions(button('Change my answer', 'meeting.answers', { group: id }))];
  return [text(bold(`Will you come on ${meeting.day}?`)), actions(...answerButtons(meeting)), whoSeesAnswers];
}

function askCover(meeting: MeetingView, { teachers, specialist }: NonNullable<HomeSchool['head']>): Element[] {
  const args = { group: meeting.groupId, meeting: meeting.id };
  return [
    text('Is cover arranged for ', ...people(teachers), ' on ', date(meeting.day), '?'),
    actions(
      button('Cover arranged', 'meeting.cover', { ...args, answer: 'arranged' }, { style: 'primary' }),
      button('Need to talk', 'meeting.cover', { ...args, answer: 'talk' }),
    ),
    whoReads(`${specialist} sees your answer; nobody else does`),
  ];
}

const drawToSign = ({ id, toSign = [] }: HomeGroup): Element[] =>
  toSign.flatMap(({ schoolId, school, stands }) => [
    text(`You have not signed yet what ${school} agrees (${stands.toLowerCase()}).`),
    actions(button('Read and sign', 'commitments.show', { group: id, school: schoolId })),
  ]);

const replyWords: Readonly<Record<ReplyStatus, string>> = {
  draft: 'half written, and kept',
  notYet: '“not yet”',
  didNotWork: '“tried it, it did not work”',
  done: 'in, thank you',
};

function drawSchool({ id, school }: HomeGroup, { meeting, later }: Plan): Element[] {
  if (!school) return [];
  const { head } = school;
  return [
    text(bold(school.name)),
    facts(
      ...(head ? [['What you agreed', head.agreed === 1 ? 'one point' : `${head.agreed} points`] as const] : []),
      ...(head
        ? [[`Your answer for ${head.halfTerm}`, head.review ? `“${reviewWords[head.review]}”` : 'none yet'] as const]
        : []),
      ['Release', school.released],
    ),
    actions(
      button('What was agreed', 'commitments.show', { group: id }),
      ...(meeting || later?.length ? [button('All dates', 'schedule.show', { group: id })] : []),
    ),
  ];
}

function drawLead({ id }: HomeGroup, { meeting, task }: Plan, lead: HomeLead): Element[] {
  const { answered, of, talk } = lead.cover;
  return [
    ...(meeting && of > 0
      ? [{ kind: 'progress', label: 'Schools that have answered about cover', done: answered, total: of } as const]
      : []),
    ...(task
      ? [
          {
            kind: 'progress',
            label: 'Replies to the gap task',
            done: task.replied,
            total: Math.max(task.of, 1),
          } as const,
        ]
      : []),
    ...(talk > 0
      ? [notice('info', `${talk === 1 ? 'One head' : `${talk} heads`} would like to talk about cover.`)]
      : []),
    ...(lead.unreached.length > 0 ? [notice('warning', 'Could not be reached: ', ...people(lead.unreached), '.')] : []),
    actions(
      ...(lead.specialist && meeting ? [button('Digest', 'digest.show', { group: id })] : []),
      ...(lead.specialist && task ? [button('Who has replied', 'task.status', { group: id })] : []),
      ...(lead.specialist && meeting && !task ? [button('Set a gap task', 'task.set', { group: id })] : []),
      ...(lead.specialist && !meeting ? [button('Plan the dates', 'schedule.plan', { group: id })] : []),
      button('What everyone gets next', 'upcoming.show', { group: id }),
      ...(lead.hub ? [button('All groups', 'overview.show', {}), button('Who did what', 'audit.show', {})] : []),
    ),
  ];
}
