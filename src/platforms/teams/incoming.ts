import { z } from 'zod';
import type { FormValues } from '../../../cards/model.js';
import { wordsRoute } from '../../../cards/open-form.js';
import { type Intent, withoutControls } from '../../edge/request.js';
import { messageRef, rootOf, threadOf } from './refs.js';

/** A conversation that the bot is in. */
export interface Place {
  tenant: string;
  /** Without a thread: "19:…@thread.tacv2" */
  id: string;
  kind: 'channel' | 'groupChat' | 'personal';
  serviceUrl: string;
  /** Of a channel: its team */
  team?: string | undefined;
  /** What Teams calls the bot: "28:…" */
  botId: string;
}

/** Somebody did something somewhere. */
export interface Origin {
  /** The same for a repeat of the same activity. */
  id: string;
  place: Place;
  /** In a channel: the message that began the thread. */
  thread?: string | undefined;
  /** What Teams calls the person: "29:…" */
  user: string;
}

/** "named": the bot's name stands among the words, which may be about it or for it. */
type Addressee = 'bot' | 'named' | 'others';

/** What a verified activity is. */
export type Incoming =
  /** Words that somebody wrote; the bot's name is taken out. */
  | ({ kind: 'said'; text: string; to: Addressee; ref: string } & Origin)
  /** A press on a card in a conversation, which gets a card in its place. `seen`: it only looks how things stand. */
  | ({ kind: 'pressed'; ref: string | undefined; intent: Intent; from: Intent | undefined; seen: boolean } & Origin)
  /**
   * A press that opens a dialog, or one in a dialog. `visiting`: from the menu beside the field where people write,
   * which they have also where the bot is not.
   */
  | ({ kind: 'dialog'; intent: Intent | 'close'; visiting: boolean } & Origin)
  /** The bot was added, or somebody joined. `by`: who did it; in a personal conversation, whose it is. */
  | { kind: 'added'; id: string; place: Place; by: string; users: string[]; bot: boolean }
  /** The bot is not there any more; with `team` in no channel of it. */
  | { kind: 'removed'; id: string; place: Place; bot: boolean; team: string | undefined }
  /** What Teams sends and we have no use for. */
  | { kind: 'other' };

export type Of<Kind extends Incoming['kind']> = Extract<Incoming, { kind: Kind }>;

/** An activity, with a good token, that Teams would not send. */
export class Malformed extends Error {}

/** Teams' names for things: no longer than PostgreSQL can index three of them, and no way up in an address. */
const id = z
  .string()
  .max(250)
  .regex(/^(?!\.+$)[!-~]+$/u);
/** Written in one way, and without the signs that stand for any others where refs are searched by how they begin. */
const tenantId = z.guid().toLowerCase();
const address = z.url({ protocol: /^https?$/u });

/** What every activity has; read before its token is looked at. */
const outline = z.looseObject({
  type: z.string().min(1).max(100),
  channelId: z.literal('msteams'),
  serviceUrl: address,
});

const activity = outline.extend({
  id: id.optional(),
  name: z.string().optional(),
  action: z.string().optional(),
  from: z.looseObject({ id }),
  recipient: z.looseObject({ id }),
  conversation: z.looseObject({
    id,
    conversationType: z.string().optional(),
    tenantId: tenantId.nullish(),
  }),
  channelData: z
    .looseObject({
      tenant: z.looseObject({ id: tenantId }).nullish(),
      team: z.looseObject({ id: id.nullish() }).nullish(),
      eventType: z.string().nullish(),
    })
    .nullish(),
  text: z.string().nullish(),
  replyToId: id.nullish(),
  entities: z.array(z.unknown()).nullish(),
  membersAdded: z.array(z.looseObject({ id })).nullish(),
  membersRemoved: z.array(z.looseObject({ id })).nullish(),
  value: z.unknown().optional(),
});
type Activity = z.infer<typeof activity>;

const mention = z.looseObject({
  type: z.literal('mention'),
  text: z.string().nullish(),
  mentioned: z.looseObject({ id }),
});

const words = z.record(z.string(), z.string());
const target = z.object({ route: z.string(), args: words });
const pressed = z.union([
  z.object({ close: z.literal(true) }),
  target.extend({ form: z.boolean().optional(), keep: z.boolean().optional(), from: target.optional() }),
]);
const ours = z.looseObject({ workgroup: pressed });
const action = z.looseObject({
  action: z.looseObject({ verb: z.string().nullish(), data: z.unknown().optional() }),
});
const dialog = z.looseObject({ data: z.looseObject({ workgroup: z.unknown().optional() }) });
/** A command of the menu beside the field where people write: it opens a dialog at once. */
const chosen = z.looseObject({ commandId: z.string().max(100) });

/** The verb with which Teams asks for a person's own view of a card. */
const refreshVerb = 'refresh';
/** A press whose data somebody has altered, so that it says nothing any more. */
const nothing: Intent = { kind: 'press', route: '', args: {} };

/** Takes out what nobody means to write. @throws Malformed for what is nested so deep that it cannot be gone through */
export function readBody(body: unknown): unknown {
  try {
    return withoutControls(body ?? null);
  } catch (error) {
    throw new Malformed('nested without an end', { cause: error });
  }
}

/** Checks what can be checked without a token. @throws Malformed */
export function readOutline(body: unknown): z.infer<typeof outline> {
  return read(outline, body);
}

/** @throws Malformed */
export function readActivity(body: unknown): Incoming {
  const sent = read(activity, body);
  switch (sent.type) {
    case 'message':
      return readMessage(sent);
    case 'invoke':
      return readInvoke(sent);
    case 'conversationUpdate':
      return readUpdate(sent);
    case 'installationUpdate':
      return readInstallation(sent);
    default:
      return { kind: 'other' };
  }
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Malformed(z.prettifyError(parsed.error));
  return parsed.data;
}

function placeOf({ conversation, channelData, serviceUrl, recipient }: Activity): Place {
  const tenants = new Set([channelData?.tenant?.id, conversation.tenantId].filter((one) => one != null));
  const [tenant] = tenants;
  if (tenant === undefined || tenants.size > 1) throw new Malformed('the activity must name one tenant');
  const { conversationType: type } = conversation;
  return {
    tenant,
    id: read(id, rootOf(conversation.id)),
    // Where it does not say that nobody reads along, somebody may.
    kind: type === 'channel' || type === 'personal' ? type : 'groupChat',
    serviceUrl,
    team: channelData?.team?.id ?? undefined,
    botId: recipient.id,
  };
}

function originOf(sent: Activity): Origin {
  const place = placeOf(sent);
  const user = sent.from.id;
  // Nobody gets the answer to what somebody else has asked.
  return { id: `${refOf(sent)}:${encodeURIComponent(user)}`, place, thread: threadOf(sent.conversation.id), user };
}

/** Ids of activities are unique within a conversation. */
function refOf(sent: Activity): string {
  if (sent.id === undefined) throw new Malformed('the activity has no id');
  return messageRef(placeOf(sent).tenant, sent.conversation.id, sent.id);
}

function readMessage(sent: Activity): Incoming {
  const origin = originOf(sent);
  // A press that comes as a message is of a client too old for our cards: what it asks for could not be shown.
  if (ours.safeParse(sent.value).success) return { kind: 'other' };
  const named = (sent.entities ?? []).flatMap((entity) => mention.safeParse(entity).data ?? []);
  const names = named.flatMap(({ text, mentioned }) => (text && mentioned.id === sent.recipient.id ? [text] : []));
  const whole = tidy(sent.text ?? '');
  const first = names.some((name) => whole.startsWith(name));
  return {
    kind: 'said',
    ...origin,
    text: names.reduce((left, name) => withoutName(left, name), whole).trim(),
    to: origin.place.kind === 'personal' || first ? 'bot' : names.length > 0 ? 'named' : 'others',
    ref: refOf(sent),
  };
}

/** "<at>Work Group</at>, schedule" is for "schedule". */
const withoutName = (text: string, name: string): string =>
  text
    .split(name)
    .map((part, index) => (index === 0 ? part : part.replace(/^[:,]/u, '')))
    .join(' ');

/** Teams writes a blank after a mention as it does in HTML. */
const tidy = (text: string): string => text.replaceAll(/&nbsp;|\u00a0/gu, ' ').trim();

function readInvoke(sent: Activity): Incoming {
  const origin = originOf(sent);
  if (sent.name === 'adaptiveCard/action') {
    const { verb, data } = read(action, sent.value).action;
    const button = ours.safeParse(data).data?.workgroup;
    const from = button && 'route' in button ? button.from : undefined;
    return {
      kind: 'pressed',
      ...origin,
      ref: sent.replyToId ? messageRef(origin.place.tenant, sent.conversation.id, sent.replyToId) : undefined,
      intent: button && 'route' in button ? pressOf(button) : nothing,
      from: from && pressOf(from),
      seen: verb === refreshVerb,
    };
  }
  switch (sent.name) {
    case 'composeExtension/fetchTask':
      return {
        kind: 'dialog',
        ...origin,
        intent: { kind: 'command', text: read(chosen, sent.value).commandId },
        visiting: true,
      };
    case 'task/fetch':
    case 'task/submit':
    case 'composeExtension/submitAction': {
      const { workgroup, msteams: _, ...values } = read(dialog, sent.value).data;
      const button = pressed.safeParse(workgroup).data;
      const intent = button ? intentOf(button, sent.name === 'task/fetch' ? undefined : values) : nothing;
      return { kind: 'dialog', ...origin, intent, visiting: sent.name === 'composeExtension/submitAction' };
    }
    default:
      return { kind: 'other' };
  }
}

const pressOf = ({ route, args }: z.infer<typeof target>): Intent =>
  route === wordsRoute ? { kind: 'command', text: args.words ?? '' } : { kind: 'press', route, args };

/**
 * What a button in a dialog asks for. One that sends a form says so itself; any other is a press, whatever the
 * client sends along with it.
 */
function intentOf(button: z.infer<typeof pressed>, values: FormValues | undefined): Intent | 'close' {
  if ('close' in button) return 'close';
  const { route, args, form, keep } = button;
  return values && form ? { kind: 'submit', route, args, values, ...(keep === true && { keep }) } : pressOf(button);
}

function readUpdate(sent: Activity): Incoming {
  const place = placeOf(sent);
  const event = sent.channelData?.eventType ?? '';
  const name = `${refOf(sent)}:${event}`;
  const bot = sent.recipient.id;
  const added = sent.membersAdded ?? [];
  const removed = sent.membersRemoved ?? [];
  if (added.length > 0) {
    const users = added.map((member) => member.id).filter((one) => one !== bot);
    return { kind: 'added', id: name, place, by: sent.from.id, users, bot: users.length < added.length };
  }
  if (removed.length > 0) {
    return { kind: 'removed', id: name, place, bot: removed.some((member) => member.id === bot), team: place.team };
  }
  return { kind: 'other' };
}

function readInstallation(sent: Activity): Incoming {
  const place = placeOf(sent);
  const name = `${refOf(sent)}:installation`;
  switch (sent.action) {
    case 'add':
    case 'add-upgrade':
      return { kind: 'added', id: name, place, by: sent.from.id, users: [], bot: true };
    case 'remove':
    case 'remove-upgrade':
      return { kind: 'removed', id: name, place, bot: true, team: place.team };
    default:
      return { kind: 'other' };
  }
}
