import { bold, type Card, date, type Form, heading, quiet, text } from './model.js';
import { pausedNotice } from './pause.js';
import { capitalise } from './words.js';

/** What each kind of message is called. */
export const kindTitles: Readonly<Record<string, string>> = {
  schedule: 'The year’s schedule',
  'schedule-for-head': 'The year’s dates for heads',
  'half-term-opening': 'Half-term opening',
  'cover-request': 'Cover request',
  'cover-again': 'Cover request, again',
  'cover-unanswered': 'Cover not confirmed',
  'cover-talk': 'A head would like to talk',
  'will-you-come': 'Will you come?',
  'meeting-reminder': 'Meeting reminder',
  'meeting-eve': 'Meeting-eve digest',
  attendance: 'Who came?',
  'meeting-moved': 'Meeting moved',
  'meeting-cancelled': 'Meeting cancelled',
  'meeting-restored': 'Meeting back on',
  'head-meeting-ask': 'Meeting of heads: will you come?',
  'head-meeting-again': 'Meeting of heads: will you come?',
  'head-meeting-reminder': 'Meeting of heads: reminder',
  'head-meeting-unanswered': 'Meeting of heads: not answered yet',
  'head-meeting-record': 'Meeting of heads: who came?',
  'head-meeting-planned': 'Meeting of heads planned',
  'head-meeting-changed': 'Meeting of heads changed',
  'head-meeting-cancelled': 'Meeting of heads cancelled',
  'head-meeting-restored': 'Meeting of heads back on',
  'head-meeting-cannot': 'A head cannot come',
  'head-meeting-agreed': 'What the heads agreed',
  'heads-meeting': 'Meeting of heads',
  'set-gap-task': 'Set the gap task',
  'gap-task': 'Gap task',
  'task-thread': 'Gap task: its thread',
  'shared-reflection': 'A shared reflection',
  'task-half-way': 'Gap task: half-way',
  'task-due-tomorrow': 'Gap task: due tomorrow',
  'task-overdue': 'Gap task: overdue',
  'task-overdue-list': 'Gap task: no reply yet',
  'earlier-words': 'May earlier reflections be read?',
  'commitments-review': 'Commitments review',
  'review-talk': 'A head would like to talk',
  'take-on': 'Please sign: what the school agrees',
  'not-signing': 'Somebody does not sign',
  'funding-news': 'Funding',
  'visit-booked': 'Visit booked',
  'visit-moved': 'Visit moved',
  'visit-cancelled': 'Visit cancelled',
  'visit-restored': 'Visit takes place after all',
  'visit-reminder': 'Visit reminder',
  'visit-eve': 'Visit tomorrow',
  'visit-record': 'Record the visit',
  'visits-to-plan': 'Visits to plan',
  'lesson-feedback': 'Feedback on a lesson',
  'classroom-return': 'Open classroom: what came of it?',
  'head-left': 'A head has changed',
  'head-back': 'Somebody is there after all',
  'left-news': 'Somebody has left',
  'new-specialist': 'A new specialist',
  'address-news': 'An address was corrected',
  'who-is-this': 'Who is this?',
  welcome: 'Welcome',
  'account-named': 'Another account of yours?',
  'workspace-tied': 'A Slack workspace was added',
  'handover-welcome': 'Welcome to somebody who takes over',
  'new-year': 'Next year',
  'handover-news': 'Somebody has taken over',
  'not-delivered': 'A message was not delivered',
  'hub-day': 'What did not go as planned',
  'question-unanswered': 'A question without a reply',
  'passed-on': 'Somebody’s words, passed on',
};

export interface UpcomingRow {
  key: string;
  at: Date;
  /** "Tue 10 Nov" */
  day: string;
  /** "08:30" */
  time: string;
  title: string;
  /** Names, or "the channel". */
  to: readonly string[];
  why: string;
}

export interface SkippedRow extends UpcomingRow {
  reason: string;
}

/** By whom it is for. */
export const channelNames = { group: 'the channel', heads: 'the heads’ channel' } as const;

const recipients = (to: readonly string[]): string =>
  to.length > 4 ? `${to.slice(0, 3).join(', ')} and ${to.length - 3} more` : to.join(', ');

/** `upcoming`: what is sent next, to whom and why; and who is skipped and why. */
export function upcomingCard(
  planned: readonly UpcomingRow[],
  skipped: readonly SkippedRow[],
  more: number,
  /** "Mon 2 Nov", while the reader has quiet. */
  pausedUntil?: string,
): Card {
  return {
    kind: 'card',
    title: 'What I will send next',
    summary: planned[0] ? `Next: ${planned[0].title}, ${planned[0].day}, ${planned[0].time}` : 'Nothing is planned',
    body: [
      ...(pausedUntil === undefined ? [] : pausedNotice(pausedUntil)),
      ...(planned.length === 0 ? [text('Nothing is planned.')] : []),
      ...planned.flatMap((row) => [
        text(date(`${row.day}, ${row.time}`), ' · ', bold(row.title)),
        quiet(`To ${recipients(row.to)}. ${capitalise(row.why)}.`),
      ]),
      ...(more > 0 ? [quiet(`And ${more} more after these.`)] : []),
      ...(skipped.length > 0
        ? [
            heading('Skipped'),
            ...skipped.map((row) => text(bold(row.title), ` (${row.day}) to ${recipients(row.to)}: ${row.reason}`)),
          ]
        : []),
    ],
  };
}

export function snoozeForm(data: {
  args: Readonly<Record<string, string>>;
  what: string;
  proposed: string;
  min: string;
  max?: string | undefined;
}): Form {
  return {
    kind: 'form',
    title: 'Remind me later',
    submit: { route: 'reminder.snooze', args: data.args, label: 'Remind me then' },
    body: [
      text('About: ', bold(data.what)),
      {
        kind: 'date',
        name: 'until',
        label: 'On which day?',
        required: true,
        value: data.proposed,
        min: data.min,
        ...(data.max !== undefined && { max: data.max }),
      },
      quiet('You get one message that morning, and none about this before.'),
    ],
  };
}
