import type { Button } from '../../cards/model.js';
import type { Part } from './adaptive-text.js';
import type { LiveButton } from './buttons.js';
import { teams } from './limits.js';
import { oneLine } from './spans.js';

export type Press = NonNullable<Button['press']>;

/** How a press travels: the type of its action, and what that carries. */
export type Travel = (press: Press) => Part;

/** Measured at 360 pixels: a row's width, and what a button takes beside its label, in characters. */
const ROW_CHARACTERS = 40;
const BUTTON_PADDING = 4;

/**
 * On a card in a conversation: a route that `opens` something fetches a dialog, any other acts in place. Its answer
 * can be the view that the card came `from`, anew.
 */
export function travelFromCard({ opens, from }: { opens?: (route: string) => boolean; from?: Press }): Travel {
  return ({ route, args }) =>
    opens?.(route)
      ? { type: 'Action.Submit', data: { msteams: { type: 'task/fetch' }, workgroup: { route, args } } }
      : { type: 'Action.Execute', verb: route, data: { workgroup: { route, args, ...(from && { from }) } } };
}

/** In a dialog, which only knows Action.Submit. Without inputs, or an unfinished form would refuse the press. */
export const travelFromDialog: Travel = ({ route, args }) => ({
  type: 'Action.Submit',
  data: { workgroup: { route, args } },
  associatedInputs: 'none',
});

export function drawButtons(buttons: readonly LiveButton[], travel: Travel): Part[] {
  return groupButtons(buttons).map((group) => ({
    type: 'ActionSet',
    actions: group.map((button) => drawButton(button, travel)),
  }));
}

/** One press button or link. */
function drawButton(button: LiveButton, travel: Travel): Part {
  const looks = {
    title: oneLine(button.label) || '…',
    ...(button.describe ? { tooltip: oneLine(button.describe) } : {}),
    ...(button.style ? { style: button.style === 'primary' ? 'positive' : 'destructive' } : {}),
  };
  if (!button.press) return { type: 'Action.OpenUrl', ...looks, url: button.url };
  const { type, ...more } = travel(button.press);
  return { type, ...looks, ...more };
}

/** Rows of buttons that fit side by side on a telephone: clients clip or shrink the rest instead of wrapping. */
export function groupButtons<Labelled extends { label: string }>(buttons: readonly Labelled[]): Labelled[][] {
  const rows: Labelled[][] = [];
  let width = 0;
  for (const button of buttons) {
    const own = button.label.length + BUTTON_PADDING;
    const row = rows.at(-1);
    if (row && row.length < teams.actionsInSet && width + own <= ROW_CHARACTERS) {
      row.push(button);
      width += own;
    } else {
      rows.push([button]);
      width = own;
    }
  }
  return rows;
}
