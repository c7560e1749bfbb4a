import { type Button, type Element, quiet } from '../../cards/model.js';
import { oneLine, safeUrl } from './spans.js';

export type LiveButton = Omit<Button, 'press' | 'url'> &
  ({ press: NonNullable<Button['press']>; url?: never } | { press?: never; url: string });

/** The button with the one thing it does; undefined when it does nothing, or leads somewhere other than the web. */
function enliven({ press, url, ...looks }: Button): LiveButton | undefined {
  if (press) return { ...looks, press };
  const safe = url === undefined ? undefined : safeUrl(url);
  return safe === undefined ? undefined : { ...looks, url: safe };
}

/** Buttons to draw, and in place of those that cannot work a line that shows they were there. */
export function sortButtons(buttons: readonly Button[]): { live: LiveButton[]; dead: Element[] } {
  const live: LiveButton[] = [];
  const dead: Element[] = [];
  for (const button of buttons) {
    const working = enliven(button);
    if (working) live.push(working);
    else dead.push(quiet(`[${oneLine(button.label)}]`));
  }
  return { live, dead };
}
