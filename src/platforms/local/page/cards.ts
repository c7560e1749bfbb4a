import * as AC from 'adaptivecards';
import type { CardJson, Target } from './contract.js';
import { hostConfig } from './host-config.js';
import { renderMarkdown, safeLink } from './markdown.js';

// Bundlers drop the library's own registration of tables: it is a side effect of a file nobody names.
AC.GlobalRegistry.elements.register('Table', AC.Table, AC.Versions.v1_5);
AC.GlobalSettings.setTabIndexAtCardRoot = false;
AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = renderMarkdown(text);
  result.didProcess = true;
};

const config = new AC.HostConfig(hostConfig);

export interface Pressed extends Target {
  keep: boolean;
  /** The inputs that were filled in. */
  values: Record<string, unknown>;
  button: HTMLElement | undefined;
}

export interface RenderedCard {
  card: AC.AdaptiveCard;
  element: HTMLElement;
}

/** Draws a card with the library that Teams' own cards were written for. */
export function renderCard(json: CardJson, pressed: (what: Pressed) => void): RenderedCard {
  const card = new AC.AdaptiveCard();
  card.hostConfig = config;
  card.onExecuteAction = (action) => {
    if (action instanceof AC.OpenUrlAction) openLink(action.url);
    else if (action instanceof AC.SubmitAction || action instanceof AC.ExecuteAction) submit(action, pressed);
  };
  card.onAnchorClicked = (_, anchor) => {
    openLink(anchor.href);
    return true;
  };
  card.parse(json);
  const element = card.render() ?? document.createElement('div');
  tidyUp(element);
  return { card, element };
}

export function readTarget(action: AC.Action): (Target & { keep: boolean }) | undefined {
  const data = 'data' in action ? (action.data as Record<string, unknown> | undefined) : undefined;
  const target = data?.workgroup as (Target & { keep?: boolean }) | undefined;
  return target && { route: target.route, args: target.args ?? {}, keep: target.keep === true };
}

function submit(action: AC.SubmitAction | AC.ExecuteAction, pressed: (what: Pressed) => void): void {
  const target = readTarget(action);
  if (!target) return;
  const { workgroup: _, ...values } = action.data as Record<string, unknown>;
  pressed({ ...target, values, button: action.renderedElement });
}

function openLink(url: string | null | undefined): void {
  const safe = safeLink(url);
  if (safe) window.open(safe, '_blank', 'noopener,noreferrer');
}

/** The library gives sets of choices no role and tables no name (theirs is the line above), and trusts links. */
function tidyUp(element: HTMLElement): void {
  for (const set of element.querySelectorAll('.ac-choiceSetInput-expanded, .ac-choiceSetInput-multiSelect')) {
    const label = set.closest('.ac-input-container')?.previousElementSibling;
    set.setAttribute('role', set.matches('.ac-choiceSetInput-expanded') ? 'radiogroup' : 'group');
    if (label) set.setAttribute('aria-label', label.textContent?.replace(/ \*$/, '') ?? '');
  }
  for (const table of element.querySelectorAll('[role=table]')) {
    const caption = table.previousElementSibling?.previousElementSibling;
    if (caption) table.setAttribute('aria-label', caption.textContent ?? '');
  }
  for (const link of element.querySelectorAll('a')) {
    link.rel = 'noopener noreferrer';
    if (!safeLink(link.href)) link.removeAttribute('href');
  }
}
