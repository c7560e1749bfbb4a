import {
  actions,
  bold,
  button,
  type Card,
  type Choice,
  date,
  divider,
  type Element,
  type Field,
  type Form,
  facts,
  quiet,
  text,
} from './model.js';
import { whoReads } from './words.js';

/** One session of a school's teacher research group. */
export interface TrgSessionView {
  id: string;
  /** "Tue 10 Nov" */
  day: string;
  focus: string;
  /** In the school's own words. */
  tookPart: string;
  /** May be empty. */
  decided: string;
  loggedBy: string;
}

/** How many sessions a card shows; the others are a button away. */
const shown = 5;

const readers = whoReads('the school’s people in the group and the specialist; no other school, and not the hub lead');

/** `trg`: what one school's group worked on. */
export function trgCard(view: {
  groupId: string;
  schoolId: string;
  school: string;
  /** "3 sessions" */
  count: string;
  /** How many of the newest are left out. */
  skip: number;
  /** The newest first. */
  sessions: readonly TrgSessionView[];
}): Card {
  const args = { group: view.groupId, school: view.schoolId };
  const rest = view.sessions.slice(view.skip);
  const [latest] = view.sessions;
  return {
    kind: 'card',
    title: `TRG at ${view.school}`,
    summary: `TRG at ${view.school}: ${latest ? `${view.count}, the last on ${latest.day}` : 'no session yet'}`,
    body: [
      ...(latest
        ? [text(bold(view.count), ' so far, the last on ', date(latest.day), '.')]
        : [
            text(
              'No session is logged yet. A session is any time at which teachers of the school look at teaching together.',
            ),
          ]),
      actions(button('Log a session', 'trg.log', args, { style: 'primary' })),
      ...rest.slice(0, shown).flatMap((session) => drawSession(view.groupId, session)),
      ...(rest.length > shown
        ? [divider, actions(button('Earlier sessions', 'trg.show', { ...args, skip: String(view.skip + shown) }))]
        : []),
      readers,
    ],
  };
}

function drawSession(groupId: string, session: TrgSessionView): Element[] {
  const args = { group: groupId, session: session.id };
  const describe = `${session.day}, ${session.focus}`;
  return [
    divider,
    text(date(session.day), ': ', bold(session.focus)),
    facts(['Took part', session.tookPart], ...(session.decided === '' ? [] : [['Decided', session.decided] as const]), [
      'Logged by',
      session.loggedBy,
    ]),
    actions(
      button('Change', 'trg.change', args, { describe: `Change: ${describe}` }),
      button('Take it back', 'trg.undo', args, { describe: `Take back: ${describe}` }),
    ),
  ];
}

/** The same for those who see every school: a line each, and a button to the sessions. */
export function trgOverviewCard(view: {
  groupId: string;
  schools: readonly { id: string; school: string; count: string; latest: TrgSessionView | undefined }[];
}): Card {
  const { groupId } = view;
  return {
    kind: 'card',
    title: 'TRGs',
    summary: 'What the teacher research group of each school has worked on',
    body: [
      ...view.schools.map(({ school, count, latest }) =>
        text(bold(school), `: ${count}`, ...(latest ? [', the last on ', date(latest.day), `: ${latest.focus}`] : [])),
      ),
      actions(
        button('Log a session', 'trg.log', { group: groupId }, { style: 'primary' }),
        ...view.schools.map(({ id, school }) =>
          button(school, 'trg.show', { group: groupId, school: id }, { describe: `TRG sessions at ${school}` }),
        ),
      ),
      whoReads('the specialist sees every school; each school sees its own'),
    ],
  };
}

/** For a new session, and for one that is changed. */
export function trgForm(data: {
  route: 'trg.log' | 'trg.change';
  args: Readonly<Record<string, string>>;
  /** Absent where it is asked. */
  school: string | undefined;
  schools: readonly Choice[];
  day: string;
  focus: string;
  tookPart: string;
  /** Who took part is proposed as it was at the last session. */
  asLastTime: boolean;
  decided: string;
}): Form {
  const [first] = data.schools;
  const which: (Element | Field)[] =
    data.school === undefined && first
      ? [
          quiet('Please name no children.'),
          { kind: 'select', name: 'school', label: 'School', value: first.value, choices: data.schools },
        ]
      : [quiet(`${data.school}. Please name no children.`)];
  return {
    kind: 'form',
    title: data.route === 'trg.log' ? 'Log a TRG session' : 'Change a TRG session',
    submit: { route: data.route, args: data.args, label: 'Save' },
    body: [
      ...which,
      { kind: 'date', name: 'day', label: 'Day', required: true, value: data.day },
      {
        kind: 'text',
        name: 'focus',
        label: 'What you worked on',
        lines: 'one',
        required: true,
        value: data.focus,
        placeholder: 'For example: bar models for comparing',
      },
      {
        kind: 'text',
        name: 'tookPart',
        label: 'Who took part',
        lines: 'one',
        required: true,
        value: data.tookPart,
        placeholder: 'For example: six of us',
        ...(data.asLastTime && { hint: 'As it was last time. Please change what is different.' }),
      },
      { kind: 'text', name: 'decided', label: 'What you decided, if anything', lines: 'many', value: data.decided },
      readers,
    ],
  };
}
