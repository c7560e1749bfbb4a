import { z } from 'zod';
import { isCommand } from '../../edge/commands.js';
import { asksSomething, type Heard } from '../../edge/heard.js';
import type { Router } from '../../edge/router.js';
import { channelAt } from '../../store/channels.js';
import type { Database } from '../../store/client.js';
import type { Once } from '../once.js';
import type { Accounts } from './accounts.js';
import type { Door } from './door.js';
import type { Home } from './home.js';
import { type Happening, type Incoming, id, isDirect, read, timestamp } from './incoming.js';
import type { Installations } from './installing/installations.js';
import { channelRef, messageRef } from './refs.js';

/** Characters that Slack keeps of a message: https://docs.slack.dev/reference/methods/chat.postMessage#truncating */
const longest = 40_000;

const message = z.object({
  channel: id,
  user: id,
  text: z
    .string()
    .default('')
    .transform((text) => text.slice(0, longest)),
  ts: timestamp,
  thread_ts: timestamp.optional(),
  subtype: z.string().optional(),
  bot_id: z.string().optional(),
});
const joining = z.object({ user: id, channel: id });
const opening = z.object({ user: id, tab: z.string().optional() });
const revoking = z.object({ tokens: z.object({ bot: z.array(z.string()).default([]) }) });
const arriving = z.object({ user: z.object({ id, is_bot: z.boolean().optional() }) });

/** As people wrote it: https://docs.slack.dev/messaging/formatting-message-text#escaping */
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Kinds of messages that people write; the others are Slack's own notes. */
const written = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);

export interface Events {
  /** What happened in a workspace; once, however often Slack says it. */
  take(happening: Happening): Promise<void>;
}

export function createEvents(deps: {
  db: Database;
  router: Router;
  door: Door;
  home: Home;
  accounts: Accounts;
  installations: Installations;
  hear: (heard: Heard) => Promise<void>;
  now: () => Date;
  once: Once;
}): Events {
  const { db, router, door, home, accounts, installations, hear, now, once } = deps;

  async function command(happening: Happening, sent: z.infer<typeof message>, text: string): Promise<void> {
    const { channel, user, thread_ts: thread } = sent;
    const incoming: Incoming = {
      id: `slack:${happening.id}`,
      team: happening.team,
      user,
      origin: { kind: isDirect(channel) ? 'direct' : 'channel', channel, thread },
      intent: { kind: 'command', text: unescaped(text), said: true },
    };
    await door.finish(incoming, await door.perform(incoming));
  }

  /** What is left without the bot's name; undefined when the name does not occur. */
  async function withoutName(team: string, text: string): Promise<string | undefined> {
    const bot = (await installations.tokenFor(team))?.botUserId;
    if (bot === undefined || !text.includes(`<@${bot}`)) return undefined;
    return text.replaceAll(new RegExp(`<@${bot}(\\|[^<>]*)?>[:,]?`, 'gu'), ' ').trim();
  }

  /** The words that are meant for the bot; undefined when it is only spoken of. */
  async function addressed(team: string, text: string): Promise<string | undefined> {
    const rest = await withoutName(team, text);
    if (rest === undefined) return undefined;
    const bot = (await installations.tokenFor(team))?.botUserId;
    return text.trimStart().startsWith(`<@${bot}`) || isCommand(router.routes, rest) ? rest : undefined;
  }

  async function overhear(happening: Happening, sent: z.infer<typeof message>): Promise<void> {
    const { team } = happening;
    const { channel, user, ts, thread_ts: thread, text } = sent;
    const here = await channelAt(db, channelRef(team, channel));
    if (!here || (await addressed(team, text)) !== undefined) return;
    const { groupId, audience } = here;
    const known = await accounts.whoIs(team, user, async () => groupId);
    if (known.kind === 'unlinked' || known.personId === undefined || audience !== 'group') return;
    const url = (await installations.tokenFor(team))?.teamUrl;
    const under = thread === undefined || thread === ts ? undefined : messageRef(team, channel, thread);
    await hear({
      groupId,
      personId: known.personId,
      ref: messageRef(team, channel, ts),
      under,
      at: now(),
      asks: asksSomething(text.replaceAll(/<[^<>]*>/gu, '')),
      url: url && `${url.replace(/\/$/u, '')}/archives/${channel}/p${ts.replace('.', '')}`,
    });
    if (under === undefined) return;
    const { personId } = known;
    const asked = { id: `slack:${happening.id}`, personId, groupId, under };
    const words = unescaped(text);
    const intent = { kind: 'command', text: words } as const;
    const reply = await router.overhear({ ...asked, intent }, words);
    const origin = { kind: 'channel', channel, thread } as const;
    await door.finish({ id: asked.id, team, user, origin, intent }, reply);
  }

  /** What there is to do; undefined for what is nothing to us. @throws Malformed */
  function workOf(happening: Happening): (() => Promise<void>) | undefined {
    const { team, event } = happening;
    switch (event.type) {
      case 'app_mention': {
        const sent = read(message, event);
        return async () => {
          const words = await addressed(team, sent.text);
          if (words !== undefined) await command(happening, sent, words);
        };
      }
      case 'message': {
        const sent = message.safeParse(event).data;
        if (!sent || sent.bot_id !== undefined || !written.has(sent.subtype)) return undefined;
        if (!isDirect(sent.channel)) return () => overhear(happening, sent);
        return async () => command(happening, sent, (await withoutName(team, sent.text)) ?? sent.text);
      }
      case 'app_home_opened': {
        const { user, tab } = read(opening, event);
        return tab === 'messages' ? undefined : () => home.publish(team, user);
      }
      case 'member_joined_channel': {
        const { user, channel } = read(joining, event);
        return () => joined(happening, user, channel);
      }
      case 'team_join': {
        const { user } = read(arriving, event);
        return user.is_bot ? undefined : async () => void (await accounts.whoIs(team, user.id));
      }
      case 'app_uninstalled':
        return () => installations.remove(team);
      case 'tokens_revoked':
        // Tokens of people are none of ours.
        return read(revoking, event).tokens.bot.length > 0 ? () => installations.remove(team) : undefined;
      default:
        return undefined;
    }
  }

  async function joined({ id, team }: Happening, user: string, channel: string): Promise<void> {
    if (user === (await installations.tokenFor(team))?.botUserId) return;
    const origin = { kind: 'channel', channel } as const;
    await door.welcome({ id: `slack:${id}`, team, user, origin, intent: undefined });
  }

  return {
    take: async (happening) => {
      const work = workOf(happening);
      if (work) await once(`slack:event:${happening.team}:${happening.id}`, work);
    },
  };
}
