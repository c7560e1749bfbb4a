import { helloCard } from '../../../cards/hello.js';
import { wordsCard } from '../../../cards/open-form.js';
import { asksSomething, type Heard } from '../../edge/heard.js';
import type { Router } from '../../edge/router.js';
import type { Clock } from '../../shared/clock.js';
import { type Audience, channelAt } from '../../store/channels.js';
import type { Database } from '../../store/client.js';
import { findActor } from '../../store/people.js';
import { greetingFor } from '../greeting.js';
import type { Product } from '../platform.js';
import type { Accounts } from './accounts.js';
import type { Connector } from './connector.js';
import type { Conversations } from './conversations.js';
import type { Drawing } from './drawing.js';
import type { Of, Place } from './incoming.js';
import { conversationRef, messageRef, partsOf } from './refs.js';
import type { Writer } from './writer.js';

export interface Events {
  /** Counts what somebody wrote to the others. */
  overhear(said: Of<'said'>): Promise<void>;
  /** Somebody wrote to the bot, and so can be written to. */
  wrote(said: Of<'said'>): Promise<void>;
  added(event: Of<'added'>): Promise<void>;
  removed(event: Of<'removed'>): Promise<void>;
}

export function createEvents(deps: {
  db: Database;
  router: Router;
  accounts: Accounts;
  connector: Connector;
  conversations: Conversations;
  drawing: Drawing;
  writer: Writer;
  clock: Clock;
  hear: (heard: Heard) => Promise<void>;
  reach: Product['reach'];
}): Events {
  const { db, router, accounts, connector, conversations, drawing, writer, clock, hear, reach } = deps;

  const at = (place: Place) => channelAt(db, conversationRef(place.tenant, place.id));
  const groupAt = async (place: Place): Promise<string | undefined> => (await at(place))?.groupId;

  /** Groups' channels in that team, or the chat that it is: where it is one of them, that one first. */
  async function channelsIn(place: Place): Promise<{ groupId: string; audience: Audience }[]> {
    const here = conversationRef(place.tenant, place.id);
    const others = place.team === undefined ? [] : await conversations.ofTeam(place.tenant, place.team);
    const bound = await db.channel.findMany({
      where: { ref: { in: [here, ...others] } },
      orderBy: { audience: 'asc' },
    });
    return bound.sort((one, other) => Number(other.ref === here) - Number(one.ref === here));
  }

  /** One private welcome to each person. */
  const welcome = (
    place: Place,
    user: string,
    personId: string | undefined,
    channel: { groupId: string; audience: Audience },
  ): Promise<void> =>
    accounts.welcome(place.tenant, user, async () => {
      const direct = place.kind === 'personal' ? place : await accounts.openDirect(place, user);
      await writer.write(direct, undefined, drawing.message(await greetingFor(db, personId, channel)));
    });

  /** Whoever joins the group's channel or chat, or its team. */
  async function joined(place: Place, user: string): Promise<void> {
    const recognised = await accounts.recognise(place, user);
    if (recognised !== undefined) await reach({ people: [recognised] });
    // Where several groups have a channel in a team, nobody knows which one is meant.
    const [channel, ...others] = await channelsIn(place);
    if (!channel || others.some(({ groupId }) => groupId !== channel.groupId)) return;
    const known = await accounts.whoIs(place, user, async () => channel.groupId);
    if (known.kind === 'unlinked' || known.guest) return;
    await welcome(place, user, known.personId, channel);
  }

  /** Whoever gets the app can be written to: what waited for them goes out. */
  async function addedToPerson(place: Place, user: string): Promise<void> {
    const personId = await accounts.recognise(place, user);
    // An app that is installed for a whole school reaches many who have nothing to do with the group.
    if (personId === undefined) return;
    await accounts.keepDirect(place, user);
    await reach({ people: [personId] });
    const actor = await findActor(db, personId);
    const newest = actor?.memberships.filter(({ stoodDown }) => !stoodDown).at(-1);
    if (newest) await welcome(place, user, personId, { groupId: newest.groupId, audience: 'group' });
  }

  /** Teams tells of a team in one of its channels; groups' channels may be others, from an earlier time. */
  async function findChannels(place: Place): Promise<void> {
    const { team } = place;
    if (team === undefined) return;
    const { conversations: channels } = await connector.call(place, 'conversations', team, (_, options, teams) =>
      teams.fetchChannelList(team, options as never),
    );
    for (const { id } of channels ?? []) {
      if (id !== undefined && (await groupAt({ ...place, id })))
        await conversations.heard({ ...place, id }, { anew: true });
    }
  }

  async function addedToMany(place: Place): Promise<void> {
    await accounts.readTeam(place);
    await findChannels(place);
    const groups = new Set((await channelsIn(place)).map(({ groupId }) => groupId));
    for (const groupId of groups) await reach({ groupId });
    await reach({ people: await accounts.metIn(place.tenant) });
    await conversations.greet(place, () => writer.write(place, undefined, drawing.message(helloCard())));
  }

  /** One who cannot be welcomed does not keep the others from it. */
  async function allJoined(place: Place, users: readonly string[]): Promise<void> {
    const failures: unknown[] = [];
    for (const user of users) await joined(place, user).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }

  return {
    overhear: async (said) => {
      const { place, user, text, ref, thread } = said;
      const here = await at(place);
      if (!here) return;
      const { groupId, audience } = here;
      const known = await accounts.whoIs(place, user, async () => groupId);
      if (known.kind === 'unlinked' || known.personId === undefined || audience !== 'group') return;
      const own = partsOf(ref);
      const under = thread === undefined || thread === own?.message ? undefined : thread;
      await hear({
        groupId,
        personId: known.personId,
        ref,
        under: under === undefined ? undefined : messageRef(place.tenant, own?.id ?? '', under),
        at: clock.now(),
        asks: asksSomething(text),
        url: linkTo(place, own?.message ?? '', under),
      });
      if (under === undefined) return;
      const { personId } = known;
      const reply = await router.overhear(
        {
          id: `${ref}:words`,
          personId,
          groupId,
          under: messageRef(place.tenant, own?.id ?? '', under),
          intent: { kind: 'command', text },
        },
        text,
      );
      if (!reply || reply.kind === 'form') return;
      // In a channel everybody reads: what was understood is said to the writer alone.
      const direct = await accounts.openDirect(place, user);
      const card = reply.card ?? wordsCard('text' in reply ? reply.text : '');
      await writer.write(direct, undefined, drawing.message(card));
    },
    wrote: async ({ place, user }) => {
      const known = await accounts.whoIs(place, user, () => groupAt(place));
      if (known.kind === 'unlinked' || known.personId === undefined) return;
      const { personId } = known;
      if (place.kind === 'personal') await accounts.keepDirect(place, user);
      await reach({ people: [personId] });
    },
    added: async ({ place, by, users, bot }) => {
      if (bot) await (place.kind === 'personal' ? addedToPerson(place, by) : addedToMany(place));
      if (place.kind !== 'personal') await allJoined(place, users);
    },
    removed: async ({ place, bot, team }) => {
      if (!bot) return;
      await accounts.forgetDirect(place);
      await conversations.forget(place, team);
    },
  };
}

/** https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams */
function linkTo({ tenant, id, kind }: Place, message: string, parent: string | undefined): string {
  const where = kind === 'channel' ? { parentMessageId: parent ?? message } : { context: '{"contextType":"chat"}' };
  const query = new URLSearchParams({ tenantId: tenant, ...where });
  return `https://teams.microsoft.com/l/message/${encodeURIComponent(id)}/${message}?${query}`;
}
