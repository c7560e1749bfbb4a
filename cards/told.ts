import { capitalise } from './words.js';

/** Those who are told at one moment: "the channel", "6 heads", "Kate Winterbourne". */
export interface Told {
  who: readonly string[];
  /** More than one person or place. */
  several: boolean;
  /** "now", "on Fri 4 Sep, 08:00", "as soon as I am in it" */
  when: string;
}

/** Why a channel hears nothing yet. */
export const channelWhen = {
  unset: 'as soon as it is set up (type "setup" in it)',
  blocked: 'as soon as I am in it',
} as const;

const list = new Intl.ListFormat('en-GB');

/** "The channel is told now, 6 heads on Fri 4 Sep, 08:00", soonest first; or that nobody has to be told. */
export function toldWords(told: readonly Told[], verb: 'told' | 'asked' = 'told'): string {
  const [first, ...others] = told;
  if (!first) return `Nobody has to be ${verb}`;
  const start = `${capitalise(list.format(first.who))} ${first.several ? 'are' : 'is'} ${verb} ${first.when}`;
  return [
    start,
    ...others.map(({ who, when }) => `${when.startsWith('as soon') ? ';' : ','} ${list.format(who)} ${when}`),
  ].join('');
}
