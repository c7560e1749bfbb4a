import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Intent } from '../../edge/request.js';

/** Where somebody was when they did something: what they get back is shown there. */
export type Origin =
  | { kind: 'channel'; channel: string; thread?: string | undefined }
  | { kind: 'direct'; channel: string; thread?: string | undefined }
  | { kind: 'home' };

/** Something that a person did, out of a verified payload of Slack's. */
export interface Incoming {
  /** The same for a repeat of the same payload. */
  id: string;
  team: string;
  user: string;
  origin: Origin;
  /** Absent where nothing is for us: a link was pressed. */
  intent: Intent | undefined;
  /** Opens one modal, within three seconds. */
  trigger?: string | undefined;
  /** Answers the person privately, five times within half an hour. */
  responseUrl?: string | undefined;
  /** The message that was pressed was for this person alone, and can be replaced. */
  onlyYou?: boolean;
  /** The modal that it happened in. */
  view?: { id: string } | undefined;
}

/** A signed payload that Slack would not send. */
export class Malformed extends Error {}

/** Slack's names for things; those with other signs would be taken apart wrongly in ours (see refs.ts). */
export const id = z.string().regex(/^[\w-]{1,100}$/u);
export const timestamp = z.string().regex(/^\d{1,20}\.\d{1,10}$/u);
const words = z.record(z.string(), z.string());
const pressed = z.object({ route: z.string(), args: words, keep: z.boolean().optional() });

const command = z.object({
  team_id: id,
  user_id: id,
  channel_id: id,
  text: z.string().default(''),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
});

const values = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));
const view = z.object({
  id,
  type: z.string().optional(),
  /** Where the app is: in a channel that two workspaces share, not always where the person is. */
  app_installed_team_id: id.nullish(),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  state: z.object({ values: values.default({}) }).optional(),
});

const person = z.object({
  team: z.object({ id }).nullish(),
  user: z.object({ id, team_id: id.optional() }),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
});

const press = person.extend({
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
  channel: z.object({ id }).optional(),
  message: z.object({ ts: timestamp.optional(), thread_ts: timestamp.optional() }).optional(),
  container: z
    .object({ type: z.string().optional(), is_ephemeral: z.boolean().optional(), thread_ts: timestamp.optional() })
    .optional(),
  view: view.optional(),
});

const submission = person.extend({ view });

/** What travels in a modal: the form's arguments, and where it was opened. */
const metadata = z.object({
  args: words,
  origin: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('channel'), channel: id, thread: timestamp.optional() }),
      z.object({ kind: z.literal('direct'), channel: id, thread: timestamp.optional() }),
      z.object({ kind: z.literal('home') }),
    ])
    .default({ kind: 'home' }),
});

/** @throws Malformed */
export function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Malformed(z.prettifyError(parsed.error));
  return parsed.data;
}

/** JSON out of a payload; undefined when somebody altered it. */
function unpack<Schema extends z.ZodType>(schema: Schema, text: string | undefined): z.infer<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

/** Interactive payloads have no id of their own: a repeat is the same to the letter. */
function digest(body: unknown): string {
  try {
    return `slack:${createHash('sha256').update(JSON.stringify(body)).digest('base64url')}`;
  } catch (error) {
    if (error instanceof RangeError) throw new Malformed('the payload is nested too deeply');
    throw error;
  }
}

export const isDirect = (channel: string): boolean => channel.startsWith('D');

const placeOf = (channel: string | undefined, thread?: string): Origin =>
  channel === undefined ? { kind: 'home' } : { kind: isDirect(channel) ? 'direct' : 'channel', channel, thread };

function readCommand(body: unknown): Incoming {
  const sent = read(command, body);
  return {
    id: digest(body),
    team: sent.team_id,
    user: sent.user_id,
    origin: placeOf(sent.channel_id),
    intent: { kind: 'command', text: sent.text, said: true },
    trigger: sent.trigger_id,
    responseUrl: sent.response_url,
  };
}

function readPress(body: unknown): Incoming {
  const sent = read(press, body);
  const [action] = sent.actions;
  const button = unpack(pressed, action?.value);
  const carried = sent.view?.type === 'modal' ? unpack(metadata, sent.view.private_metadata) : undefined;
  const thread = sent.message?.thread_ts ?? sent.container?.thread_ts;
  const route = button?.route ?? action?.action_id ?? '';
  return {
    ...actorOf(sent, sent.view?.app_installed_team_id),
    id: digest(body),
    origin: carried?.origin ?? placeOf(sent.channel?.id, thread),
    intent: action?.action_id.startsWith('link:')
      ? undefined
      : button?.keep
        ? { kind: 'submit', route, args: button.args, values: valuesOf(sent.view), keep: true }
        : { kind: 'press', route, args: button?.args ?? {} },
    onlyYou: sent.container?.is_ephemeral === true,
    view: sent.view?.type === 'modal' ? { id: sent.view.id } : undefined,
  };
}

function readSubmission(body: unknown): Incoming {
  const sent = read(submission, body);
  const carried = unpack(metadata, sent.view.private_metadata);
  return {
    ...actorOf(sent, sent.view.app_installed_team_id),
    id: digest(body),
    origin: carried?.origin ?? { kind: 'home' },
    intent: {
      kind: 'submit',
      route: sent.view.callback_id,
      args: carried?.args ?? {},
      values: valuesOf(sent.view),
    },
    view: { id: sent.view.id },
  };
}

function actorOf(
  sent: z.infer<typeof person>,
  installedIn: string | null | undefined,
): Pick<Incoming, 'team' | 'user' | 'trigger' | 'responseUrl'> {
  const team = installedIn ?? sent.team?.id ?? sent.user.team_id;
  if (team === undefined) throw new Malformed('the payload names no workspace');
  return { team, user: sent.user.id, trigger: sent.trigger_id, responseUrl: sent.response_url };
}

/** Something that happened in a workspace. */
export interface Happening {
  id: string;
  team: string;
  event: { type: string } & Record<string, unknown>;
}

const happening = z.object({
  team_id: id,
  event_id: id,
  event: z.looseObject({ type: z.string() }),
  /** Where the app is: for a channel that two workspaces share, `team_id` may be the other one. */
  authorizations: z.array(z.object({ team_id: id.nullish() })).optional(),
});

const kinds = z.object({ type: z.unknown(), command: z.unknown() }).partial();

/** What a verified payload is. */
export type Payload =
  | { kind: 'command' | 'press' | 'submission'; incoming: Incoming }
  | { kind: 'event'; happening: Happening }
  /** What Slack sends and we have no use for: shortcuts, closed modals. */
  | { kind: 'other' };

/** @throws Malformed */
export function readPayload(body: unknown): Payload {
  const { type, command: typed } = read(kinds, body);
  if (typed !== undefined) return { kind: 'command', incoming: readCommand(body) };
  switch (type) {
    case 'block_actions':
      return { kind: 'press', incoming: readPress(body) };
    case 'view_submission':
      return { kind: 'submission', incoming: readSubmission(body) };
    case 'event_callback': {
      const { team_id, event_id, event, authorizations } = read(happening, body);
      // A step of a workflow: Bolt would look for what it needs to answer one.
      if (event.type === 'function_executed') return { kind: 'other' };
      const team = authorizations?.[0]?.team_id ?? team_id;
      return { kind: 'event', happening: { id: event_id, team, event } };
    }
    case 'view_closed':
    case 'shortcut':
    case 'message_action':
    case 'block_suggestion':
      return { kind: 'other' };
    default:
      throw new Malformed('the payload is of no kind that Slack sends');
  }
}

/** What a modal holds, by field: each block has one element, and both have the field's name. */
function valuesOf(sent: z.infer<typeof view> | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.values(sent?.state?.values ?? {}).flatMap((block) =>
      Object.entries(block).map(([name, element]) => [name, readElement(element)]),
    ),
  );
}

const option = z.object({ value: z.string() });

function readElement(element: Record<string, unknown>): unknown {
  switch (element.type) {
    case 'datepicker':
      return textOf(element.selected_date);
    case 'timepicker':
      return textOf(element.selected_time);
    case 'static_select':
    case 'radio_buttons':
      return option.safeParse(element.selected_option).data?.value ?? '';
    case 'multi_static_select':
      return chosen(element);
    case 'checkboxes':
      return chosen(element).includes('true');
    default:
      return textOf(element.value);
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const selection = z.array(option).catch([]);

const chosen = (element: Record<string, unknown>): string[] =>
  selection.parse(element.selected_options).map(({ value }) => value);
