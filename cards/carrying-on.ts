import {
  actions,
  type Button,
  bold,
  button,
  type Card,
  type Choice,
  type Form,
  facts,
  notice,
  quiet,
  text,
} from './model.js';
import { takeBackCard } from './undo.js';
import { whoReads } from './words.js';

export function carryOnForm(data: {
  groupId: string;
  name: string;
  /** "2027/28" */
  schoolYear: string;
  schools: readonly Choice[];
  dates: readonly Choice[];
  /** "as this year", or which edition */
  programme: string;
  /** How the commitments differ from this year's; absent: they do not. */
  differ: string | undefined;
}): Form {
  const [best] = data.dates;
  return {
    kind: 'form',
    title: `Carry on in ${data.schoolYear}`,
    submit: { route: 'carry-on.record', args: { group: data.groupId }, label: 'Carry on' },
    body: [
      { kind: 'text', name: 'name', label: 'Name of the group', lines: 'one', required: true, value: data.name },
      {
        kind: 'multi-select',
        name: 'schools',
        label: 'Which schools go on?',
        required: true,
        choices: data.schools,
        value: data.schools.map(({ value }) => value),
      },
      {
        kind: 'select',
        name: 'dates',
        label: `Dates of ${data.schoolYear}`,
        required: true,
        choices: data.dates,
        ...(best && { value: best.value }),
      },
      facts(['Programme', data.programme], ['Commitments', data.differ ?? 'worded as this year']),
      quiet(
        'People and open steps of the action plans go with their schools. Heads are asked to sign for the new year. Reflections, visits and all else stay in this year’s group, where you can still read them.',
      ),
      whoReads('nobody is told now; the new year’s messages begin with its first day'),
    ],
  };
}

/** What was made, and what is left to do. */
export function carriedOnCard(view: {
  id: string;
  name: string;
  schoolYear: string;
  schools: readonly string[];
  without: readonly string[];
  people: number;
  dates: string;
  dateless: boolean;
  programme: string;
  differ: string | undefined;
  /** Why somebody who led this year does not lead the next. */
  notLeading: readonly string[];
  /** This year's group has a channel that the next can have. */
  channel: boolean;
}): Card {
  const args = { group: view.id };
  return {
    kind: 'card',
    title: `${view.name}, ${view.schoolYear}`,
    summary: `${view.name} goes on in ${view.schoolYear}`,
    body: [
      facts(
        ['Schools', view.schools.join(', ')],
        ...(view.without.length > 0 ? [['Not going on', view.without.join(', ')] as const] : []),
        ['People', String(view.people)],
        ['Dates', view.dates],
        ['Programme', view.programme],
        ...(view.differ === undefined ? [] : [['Commitments', view.differ] as const]),
      ),
      ...(view.dateless
        ? [notice('warning', `${view.schoolYear} has no dates yet: “workgroup import term-dates.csv” takes them in.`)]
        : []),
      ...view.notLeading.map((words) => notice('warning', words)),
      actions(
        ...(view.dateless ? [] : [button('Plan the meetings', 'schedule.plan', args, { style: 'primary' })]),
        ...(view.channel ? [channelButton(view.id)] : []),
        button('Take it back', 'carry-on.undo', args, { describe: `Take ${view.schoolYear} back` }),
      ),
      whoReads('only you see this'),
    ],
  };
}

const channelButton = (group: string): Button =>
  button('Use our channel for the new year', 'carry-on.channel', { group });

export function channelMovedCard(view: {
  groupId: string;
  name: string;
  schoolYear: string;
  at: string;
  /** Messages to the channel of the year before that are still to come. */
  ahead: number;
}): Card {
  const late =
    view.ahead === 0
      ? ''
      : ` ${view.ahead} ${view.ahead === 1 ? 'message' : 'messages'} of the year before still to come ${view.ahead === 1 ? 'has' : 'have'} no channel now: take this back if it is too soon.`;
  return takeBackCard('Channel', `Your channel is that of ${view.name}, ${view.schoolYear}, now.${late}`, {
    label: 'Take it back',
    route: 'carry-on.channel-back',
    args: { group: view.groupId, at: view.at },
  });
}

export const stoppedCard = (group: string, name: string): Card =>
  takeBackCard('Next year', `${name} ends with this year. Nobody is asked about it again.`, {
    label: 'Take it back',
    route: 'carry-on.unstop',
    args: { group },
  });

/** To the specialist, as the last half-term begins. */
export function newYearCard(
  view: {
    groupId: string;
    name: string;
    /** "2027/28" */
    schoolYear: string;
    schools: number;
    /** What has been said. */
    answer: string | undefined;
  },
  later: Button,
): Card {
  const args = { group: view.groupId };
  return {
    kind: 'card',
    title: 'Next year',
    summary: view.answer ?? `How does ${view.name} go on in ${view.schoolYear}?`,
    body: [
      text('How does ', bold(view.name), ` go on in ${view.schoolYear}?`),
      ...(view.answer === undefined
        ? [
            text(
              `Carrying on takes a minute: ${view.schools === 1 ? 'the school' : `the ${view.schools} schools`}, their people and open steps go with you, and you say who leaves.`,
            ),
            actions(
              button(`Carry on in ${view.schoolYear}`, 'carry-on.record', args, { style: 'primary' }),
              button('We do not go on', 'carry-on.stop', args),
              later,
            ),
          ]
        : [notice('good', view.answer)]),
      whoReads('those who lead the group'),
    ],
  };
}

/** A group that is carried on already. */
export function goesOnCard(view: { id: string; name: string; schoolYear: string; channel: boolean }): Card {
  return {
    kind: 'card',
    title: 'Next year',
    summary: `It goes on as ${view.name}, ${view.schoolYear}`,
    body: [
      text('It goes on as ', bold(view.name), `, ${view.schoolYear}.`),
      actions(
        ...(view.channel ? [channelButton(view.id)] : []),
        button('Take it back', 'carry-on.undo', { group: view.id }, { describe: `Take ${view.schoolYear} back` }),
      ),
      whoReads('only you see this'),
    ],
  };
}
