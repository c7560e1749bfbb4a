import { actions, bold, button, type Card, type Element, facts, heading, quiet, text } from './model.js';
import { whoReads } from './words.js';

/** What did not go as planned in a hub, since it was last said. */
export interface HubDayView {
  /** Messages that nobody was there to send at their time. Absent: none. */
  late?: {
    /** "Mon 9 Nov, 14:00" */
    from: string;
    /** "Tue 10 Nov, 08:05" */
    until: string;
    sent: number;
    waiting: number;
    /** Their moment had passed, or the next message says the same. */
    notNeeded: number;
  };
  /** What could not be delivered, by whom it was for and in which group. */
  failed: readonly { to: string; group: string; count: number; why: string }[];
  /** Messages that may be there twice. */
  unsure: readonly { to: string; group: string; title: string }[];
}

/** How many recipients a card names. */
const shown = 12;

const messages = (count: number): string => (count === 1 ? 'One message' : `${count} messages`);

/** Once a day at most, to a hub lead, and only when there is something to say. */
export function hubDayCard(view: HubDayView): Card {
  const { late, failed, unsure } = view;
  return {
    kind: 'card',
    title: 'What did not go as planned',
    summary: summaryOf(view),
    body: [
      ...(late ? drawLate(late) : []),
      ...(failed.length > 0 ? drawFailed(failed) : []),
      ...(unsure.length > 0 ? drawUnsure(unsure) : []),
      actions(button('All groups', 'overview.show', {})),
      whoReads('the hub lead'),
    ],
  };
}

function summaryOf({ late, failed, unsure }: HubDayView): string {
  const parts = [
    ...(late ? [`${messages(late.sent + late.waiting + late.notNeeded)} late`] : []),
    ...(failed.length > 0 ? [`${messages(failed.reduce((sum, { count }) => sum + count, 0))} not delivered`] : []),
    ...(unsure.length > 0 ? [`${messages(unsure.length)} perhaps there twice`] : []),
  ];
  return parts.length === 0 ? 'All is well again' : parts.join(' · ');
}

function drawLate(late: NonNullable<HubDayView['late']>): Element[] {
  const outcomes = [
    ['Sent since', late.sent],
    ['Still to come', late.waiting],
    ['Not needed now', late.notNeeded],
  ] as const;
  return [
    text('From ', bold(late.from), ' to ', bold(late.until), ' I could not send messages at their time.'),
    facts(...outcomes.filter(([, count]) => count > 0).map(([label, count]) => [label, String(count)] as const)),
    quiet('Nobody gets more than one message to catch up. You need not do anything.'),
  ];
}

const drawFailed = (failed: HubDayView['failed']): Element[] => [
  heading('Not delivered'),
  ...failed
    .slice(0, shown)
    .map(({ to, group, count, why }) => text(bold(to), ` (${group}): ${messages(count).toLowerCase()}. ${why}.`)),
  ...more(failed.length),
  quiet('Their specialist has been told what to do. Whatever is still of use goes out as soon as that is done.'),
];

const drawUnsure = (unsure: HubDayView['unsure']): Element[] => [
  heading('Perhaps there twice'),
  ...unsure.slice(0, shown).map(({ to, group, title }) => text(bold(title), ` to ${to} (${group})`)),
  ...more(unsure.length),
  quiet('Teams did not say whether the first try had arrived, so I sent it again.'),
];

const more = (count: number): Element[] => (count > shown ? [quiet(`And ${count - shown} more.`)] : []);
