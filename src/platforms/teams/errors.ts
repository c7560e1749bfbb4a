import { z } from 'zod';
import { DeliveryError, type Obstacle } from '../../delivery/messenger.js';
import { SignInRefused } from './sign-in.js';

/** What helps when Teams says so of a person, and of a channel. */
type Obstacles = readonly [person: Obstacle, channel: Obstacle];

const both = (obstacle: Obstacle): Obstacles => [obstacle, obstacle];

/**
 * What Teams says, by what helps, from the table of status codes at
 * https://learn.microsoft.com/en-us/microsoftteams/platform/bots/build-conversational-capability
 * and https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
 */
const obstacles: ReadonlyMap<string, Obstacles> = new Map<string, Obstacles>([
  ['ForbiddenOperationException', ['app-not-added', 'not-in-channel']],
  ['BotNotInConversationRoster', ['app-not-added', 'not-in-channel']],
  ['ConversationNotFound', ['not-there', 'channel-gone']],
  ['MemberNotFoundInConversation', both('not-there')],
  ['ConversationBlockedByUser', both('blocked')],
  ['MessageWritesBlocked', both('blocked')],
  ['BotDisabledByAdmin', both('missing-permission')],
  ['NotEnoughPermissions', both('missing-permission')],
  ['BotNotRegistered', both('not-installed')],
]);

/** Some answers name nothing but in words, or name a code that means something else too. */
const inWords: readonly (readonly [RegExp, string])[] = [
  [/not installed in user['’]s personal scope/iu, 'ForbiddenOperationException'],
  [/invalid user identity in provided tenant/iu, 'MemberNotFoundInConversation'],
  [/"subCode":\s*"MessageWritesBlocked"/u, 'MessageWritesBlocked'],
];

/** Codes and states of a call that Teams will not take in any try: a fault of ours. */
const ours: ReadonlySet<string | number> = new Set([
  'ActivityNotFoundInConversation',
  'InvalidBotApiHost',
  'MessageSizeTooBig',
  400,
  413,
]);

/** Codes that say no more than that something went wrong. */
const vague = new Set(['BadArgument', 'Bad Argument', 'ServiceError']);

/** Microsoft signs nobody in for the moment: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 */
const unsigned = new Set(['server_error', 'temporarily_unavailable']);

/** Milliseconds to wait, should Teams not say how long: the two shortest of its windows are over then. */
const unsaid = 2000;
/** In milliseconds; no window of Teams' is longer. */
const longest = 3_600_000;

/** What the SDK's client throws: with an answer of Teams', or without one when the connection broke. */
interface RestError extends Error {
  statusCode?: number;
  response?: { bodyAsText?: string | null; headers?: { get(name: string): string | undefined } };
}

const isRestError = (error: unknown): error is RestError => error instanceof Error && error.name === 'RestError';

const word = z.string().optional().catch(undefined);
const said = z.object({ code: word, message: word });
/** With `error` round it from the bot service, without from what is behind that. */
const answer = said.extend({ error: said.optional().catch(undefined) });

/** Teams' own code for what went wrong; undefined when no answer of Teams' says so. */
export function codeOf(error: unknown): string | undefined {
  const body = isRestError(error) ? (error.response?.bodyAsText ?? '') : '';
  const { code, message = '' } = read(body);
  return inWords.find(([words]) => words.test(message))?.[1] ?? code;
}

function read(body: string): z.infer<typeof said> {
  try {
    const found = answer.safeParse(JSON.parse(body)).data;
    return found?.error ?? found ?? {};
  } catch {
    return {};
  }
}

/** The HTTP status of Teams' answer; undefined when there was none. */
export const statusOf = (error: unknown): number | undefined => (isRestError(error) ? error.statusCode : undefined);

/** Statuses after which Microsoft says to try again, and whatever else is a fault of a server's. */
const passes = (status: number): boolean => [408, 412, 429].includes(status) || status >= 500;

/** Whether Teams, or the way there, has stumbled, so that the next try may well succeed. */
export function isPassing(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined ? isRestError(error) : passes(status);
}

/**
 * Milliseconds that Teams asks us to wait; undefined when it does not.
 * @param now what a date is counted from where the answer itself names none
 */
export function retryAfterOf(error: unknown, now?: Date): number | undefined {
  const status = statusOf(error);
  if (!isRestError(error) || status === undefined || !passes(status)) return undefined;
  const header = (name: string): string | undefined => error.response?.headers?.get(name)?.trim() || undefined;
  const after = header('retry-after');
  if (after === undefined && status !== 429) return undefined;
  const from = header('date') ?? now?.toUTCString();
  return Math.min(Math.max(waitOf(after, from) ?? unsaid, 0), longest);
}

/** Milliseconds, from seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function waitOf(after = '', from = ''): number | undefined {
  if (/^\d+$/u.test(after)) return Number(after) * 1000;
  const wait = after.endsWith('GMT') ? Date.parse(after) - Date.parse(from) : Number.NaN;
  return Number.isNaN(wait) ? undefined : wait;
}

/** Whether nobody has said that the call was not done: no answer came, or one of a server between Teams and us. */
export function isUnanswered(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined ? isRestError(error) : [500, 502, 504].includes(status);
}

/** Whether a conversation is not there any more, or the bot not in it. */
export function isGone(error: unknown): boolean {
  return ['ConversationNotFound', 'BotNotInConversationRoster'].includes(codeOf(error) ?? '');
}

/** Whether Teams would say the same to every further try. */
export function isFinal(error: unknown): boolean {
  const known = toDeliveryError(error, undefined);
  return known instanceof DeliveryError && known.remedy !== 'again';
}

/**
 * What the relay should do about an error of Teams'.
 * @param to whom the message was for; undefined counts as a channel
 */
export function toDeliveryError(error: unknown, to: 'person' | 'channel' | undefined, now?: Date): Error {
  if (error instanceof DeliveryError) return error;
  if (error instanceof SignInRefused) {
    if (unsigned.has(error.code)) return new DeliveryError('again', error.message);
    return new DeliveryError('person', error.message, { obstacle: 'not-installed' });
  }
  const retryAfter = retryAfterOf(error, now);
  if (retryAfter !== undefined)
    return new DeliveryError('again', 'Teams asked us to wait', { retryAfter, unanswered: isUnanswered(error) });
  const status = statusOf(error);
  if (status === undefined) return error instanceof Error ? error : new Error(String(error));
  const code = codeOf(error);
  const reason = `Teams: ${code ?? `status ${status}`}`;
  if (passes(status)) return new DeliveryError('again', reason, { unanswered: isUnanswered(error) });
  const obstacle = obstacleOf(status, code, to);
  if (obstacle) return new DeliveryError('person', reason, { obstacle });
  return new DeliveryError(ours.has(code ?? '') || ours.has(status) ? 'never' : 'again', reason);
}

function obstacleOf(
  status: number,
  code: string | undefined,
  to: 'person' | 'channel' | undefined,
): Obstacle | undefined {
  const known = obstacles.get(code ?? '');
  if (known) return known[to === 'person' ? 0 : 1];
  if (status === 401) return 'not-installed';
  return status === 403 && !ours.has(code ?? '') && !vague.has(code ?? '') ? 'missing-permission' : undefined;
}
