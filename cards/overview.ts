import {
  actions,
  bold,
  button,
  type Card,
  divider,
  type Element,
  facts,
  heading,
  notice,
  quiet,
  type Span,
  text,
} from './model.js';
import { whoReads } from './words.js';

/** How one group stands: numbers in words, and no person's name. */
export interface GroupRow {
  groupId: string;
  name: string;
  programme: string;
  schools: number;
  /** "3 of 6" */
  meetings: string;
  /** "92 %" */
  attendance: string;
  /** The same as a number; absent: nothing was recorded yet. */
  attendanceShare: number | undefined;
  /** "18 of 24" */
  reflections: string;
  /** "12 of 60 days" */
  release: string;
  visits: number;
  /** Schools with no visit this term; absent where the programme has none each term. */
  visitsDue: number | undefined;
  unanswered: number;
  /** "6 of 6" */
  signed: string;
  /** What needs a person, most pressing first. */
  needs: readonly string[];
}

/** How many needs and groups a card names. */
const shown = { needs: 8, groups: 20 };

const howCounted = quiet(
  'Attendance: places taken up where it is recorded. Replies: to gap tasks, “not yet” among them; nobody’s words are here. Answers: questions that reached somebody and are open.',
);

const readers = whoReads('the hub lead');

const visitWords = ({ visits, visitsDue }: GroupRow): string =>
  `${visits} ${visits === 1 ? 'visit' : 'visits'}${visitsDue === undefined || visitsDue === 0 ? '' : `, ${visitsDue} due`}`;

/** `overview`: all groups of a hub. */
export function overviewCard(view: { schoolYears: readonly string[]; groups: readonly GroupRow[] }): Card {
  const { groups } = view;
  const bars = groups.flatMap(({ name, attendanceShare }) =>
    attendanceShare === undefined ? [] : [{ label: name, value: attendanceShare }],
  );
  return {
    kind: 'card',
    title: `All groups, ${new Intl.ListFormat('en-GB').format(view.schoolYears)}`,
    summary: `${groups.length === 1 ? 'One group' : `${groups.length} groups`}, and what needs a person`,
    body: [
      ...drawNeeds(groups),
      ...(groups.length === 0 ? [text('There is no group in this school year yet.')] : []),
      ...(groups.length > 0
        ? [
            {
              kind: 'table',
              caption: 'How each group stands',
              columns: ['Group', 'So far', 'Still open'],
              rows: groups
                .slice(0, shown.groups)
                .map((group): Span[][] => [
                  [bold(group.name)],
                  [
                    `${group.meetings} meetings, ${group.attendance} came\n${group.release}\n${group.reflections} replies`,
                  ],
                  [`${group.unanswered} answers\n${visitWords(group)}\n${group.signed} signed`],
                ]),
            } as const,
          ]
        : []),
      ...(bars.length > 0 ? [{ kind: 'chart', title: 'Places taken up at meetings, in %', bars } as const] : []),
      ...(groups.length > 0
        ? [
            actions(
              ...groups
                .slice(0, shown.groups)
                .map(({ groupId, name }) =>
                  button(name, 'overview.group', { group: groupId }, { describe: `More about ${name}` }),
                ),
            ),
          ]
        : []),
      ...(groups.length > shown.groups
        ? [quiet(`And ${groups.length - shown.groups} more groups: “workgroup overview --csv” has them all.`)]
        : []),
      howCounted,
      readers,
    ],
  };
}

function drawNeeds(groups: readonly GroupRow[]): Element[] {
  const all = groups.reduce((sum, { needs }) => sum + needs.length, 0);
  if (all === 0) return [notice('good', 'Nothing needs you at the moment.')];
  let room = shown.needs;
  const named = groups.flatMap(({ name, needs }) => {
    const own = needs.slice(0, room);
    room -= own.length;
    return own.length === 0 ? [] : [text(bold(name)), ...own.map((words) => text(`• ${words}.`))];
  });
  return [
    heading('What needs a person'),
    ...named,
    ...(all > shown.needs ? [quiet(`And ${all - shown.needs} more: each group’s page has its own.`)] : []),
    divider,
  ];
}

/** One group of a hub, whole. */
export const groupOverviewCard = (group: GroupRow): Card => ({
  kind: 'card',
  title: group.name,
  summary: `${group.name}: how it stands`,
  body: [
    quiet(`${group.programme}. ${group.schools} ${group.schools === 1 ? 'school' : 'schools'}.`),
    ...(group.needs.length === 0
      ? [notice('good', 'Nothing needs you at the moment.')]
      : [heading('What needs a person'), ...group.needs.map((words) => text(`• ${words}.`))]),
    heading('How it stands'),
    facts(
      ['Meetings held', group.meetings],
      ['Attendance', group.attendance],
      ['Replies to gap tasks', group.reflections],
      ['Release', group.release],
      ['Visits', visitWords(group)],
      ['Answers awaited', String(group.unanswered)],
      ['Schools that signed', group.signed],
    ),
    actions(
      button('All groups', 'overview.show', {}),
      button('What is sent next', 'upcoming.show', { group: group.groupId }),
    ),
    howCounted,
    readers,
  ],
});
