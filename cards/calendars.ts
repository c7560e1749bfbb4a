import { actions, type Card, type Form, quiet, text } from './model.js';
import { whoReads } from './words.js';

/** Asked once before a calendar's address is made new. */
export function newAddressForm(data: { route: string; args: Readonly<Record<string, string>>; whose: string }): Form {
  return {
    kind: 'form',
    title: 'A new calendar address?',
    submit: { route: data.route, args: data.args, label: 'Make a new address' },
    body: [
      text(
        `Whoever knows the address of ${data.whose} can read the dates in it. A new address shuts out everybody who knows the old one.`,
      ),
      text(
        'Calendars that follow the old address show nothing more. You can’t take that back, so please subscribe again.',
      ),
      whoReads('only you see this'),
    ],
  };
}

/** The new address, to subscribe to. @param told "It is in the channel’s schedule too." */
export const newAddressCard = (data: { words: string; url: string; told?: string }): Card => ({
  kind: 'card',
  title: 'A new calendar address',
  summary: data.words,
  body: [
    text(data.words),
    ...(data.told === undefined ? [] : [text(data.told)]),
    actions({ label: 'Open the calendar', url: data.url }),
    quiet('Whoever has the address can read the dates, so please keep it to yourself.'),
  ],
});
