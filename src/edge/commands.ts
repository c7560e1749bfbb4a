import { distance } from 'fastest-levenshtein';
import type { Command } from '../../cards/help.js';
import type { Route } from './route.js';

export interface Match {
  route: Route;
  /** What was typed after the command's own words. */
  rest: string;
}

const normalise = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(?<![.,!?;:])[.,!?;:]+$/u, '')
    .replace(/\s+/gu, ' ')
    .trim();

/** Takes off what people put before a command: a slash, the bot's name. */
function stripAddress(text: string): string {
  return text
    .trim()
    .replace(/^[/@]\s*/u, '')
    .replace(/^work\s?group(?:[- ]?bot)?\b[:,]?\s*/iu, '');
}

/** The command with the most words that `text` begins with; nothing but the bot's name asks for help. */
export function matchCommand(routes: readonly Route[], text: string): Match | undefined {
  const said = normalise(stripAddress(text)) || 'help';
  const [best] = routes
    .filter(({ command }) => command && (said === command.words || said.startsWith(`${command.words} `)))
    .sort((a, b) => (b.command?.words.length ?? 0) - (a.command?.words.length ?? 0));
  return best?.command && { route: best, rest: said.slice(best.command.words.length).trim() };
}

/** Whether `text` is a command and nothing else. */
export function isCommand(routes: readonly Route[], text: string): boolean {
  return matchCommand(routes, text)?.rest === '';
}

/** The command that was probably meant, or undefined when nothing is near. */
export function nearestCommand(routes: readonly Route[], text: string): (Command & { route: string }) | undefined {
  const said = normalise(stripAddress(text)).slice(0, 60);
  const near = routes
    .flatMap(({ command, id }) => (command ? [{ ...command, route: id, away: distance(said, command.words) }] : []))
    .sort((a, b) => a.away - b.away)[0];
  return near && near.away <= Math.max(2, Math.floor(near.words.length / 3)) ? near : undefined;
}
