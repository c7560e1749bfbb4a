import type { Card } from '../../cards/model.js';
import { type Core, composeCore } from '../../src/compose.js';
import type { Address, Message, Messenger } from '../../src/delivery/messenger.js';
import type { Relay } from '../../src/delivery/relay.js';
import type { Reply } from '../../src/edge/reply.js';
import type { Router } from '../../src/edge/router.js';
import { createSetClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import type { Database } from '../../src/store/client.js';
import { type Group, loadGroup, type Role } from '../../src/store/groups.js';
import type { TestDatabase } from './databases.js';
import { fillSecondary, fillUnsigned } from './filling.js';
import { createInstantTimer } from './running-bot.js';
import { exampleStart } from './template.js';

export const quietLog = { info: () => {}, warn: () => {}, error: () => {} };

export type Posted = Message;

/** A platform that keeps what it is given, and fails when told to. */
export interface RecordingMessenger extends Messenger {
  posted: Posted[];
  updated: { ref: string; card: Card }[];
  /** Called before each post; what it throws, the platform throws. */
  before: (to: Address, key: string) => void;
}

function createRecordingMessenger(): RecordingMessenger {
  const messenger: RecordingMessenger = {
    posted: [],
    updated: [],
    before: () => {},
    post: async (message, taken) => {
      messenger.before(message.to, message.key);
      messenger.posted.push(message);
      taken?.(message.card);
      return String(messenger.posted.length);
    },
    find: async ({ key }) => {
      const index = messenger.posted.findIndex((one) => one.key === key);
      return index < 0 ? 'absent' : { ref: String(index + 1) };
    },
    update: async (ref, { card }, isNew) => {
      if (isNew(card)) messenger.updated.push({ ref, card });
    },
  };
  return messenger;
}

export interface TestRouter {
  db: Database;
  router: Router;
  relay: Relay;
  meet: Core['meet'];
  hear: Core['hear'];
  see: Core['see'];
  tied: Core['tied'];
  clock: ReturnType<typeof createSetClock>;
  messenger: RecordingMessenger;
  group: Group;
  personId(nameOrRole: string): string;
  type(who: string, text: string): Promise<Reply>;
  /** Writes it to the bot in a direct message, or in the thread of that message. */
  say(who: string, text: string, under?: string): Promise<Reply>;
  press(who: string, route: string, args: Record<string, string>, id?: string): Promise<Reply>;
  /** @param channel where it happens; absent: in no channel */
  submit(
    who: string,
    route: string,
    args: Record<string, string>,
    values: Record<string, unknown>,
    channel?: string,
  ): Promise<Reply>;
  /** Moves the clock and lets everything on the way happen. */
  runUntil(at: string): Promise<void>;
}

const fills = { primary: fillUnsigned, secondary: fillSecondary };

/** The core without a platform's door: an example group, a clock that is set, a messenger that records. */
export async function startRouter(
  database: TestDatabase,
  options: { file?: 'primary' | 'secondary'; start?: string; channel?: false } = {},
): Promise<TestRouter> {
  const { db } = database;
  const clock = createSetClock(new Date(options.start ?? exampleStart));
  if (database.filled === 'empty') await fills[options.file ?? 'primary'](db, clock.now());
  const messenger = createRecordingMessenger();
  const core = composeCore({
    db,
    clock,
    log: quietLog,
    publicUrl: 'http://localhost:3978',
    messenger,
    timer: createInstantTimer(),
  });
  const row = await db.group.findFirstOrThrow();
  const group = await loadGroup(db, row.id);
  if (options.channel !== false) {
    const bound = { boundAt: clock.now(), boundById: 'test' };
    await db.channel.create({ data: { ref: 'chat:W1:C-group', groupId: group.id, audience: 'group', ...bound } });
  }
  const personId = (name: string): string =>
    group.members.find((member) => member.name === name || member.role === (name as Role))?.personId ?? name;
  const handle = (who: string, intent: Parameters<Router['handle']>[0]['intent'], id = newId(), channel?: string) =>
    core.router.handle({ id, personId: personId(who), ...(channel !== undefined && { channel }), intent });

  return {
    db,
    ...core,
    clock,
    messenger,
    group,
    personId,
    type: (who, text) => handle(who, { kind: 'command', text }),
    say: (who, text, under) =>
      core.router.handle({
        id: newId(),
        personId: personId(who),
        intent: { kind: 'command', text, said: true },
        ...(under !== undefined && { under }),
      }),
    press: (who, route, args, id) => handle(who, { kind: 'press', route, args }, id),
    submit: (who, route, args, values, channel) =>
      handle(who, { kind: 'submit', route, args, values }, undefined, channel),
    runUntil: async (at) => {
      const until = new Date(at);
      await core.relay.run();
      for (;;) {
        const next = await db.delivery.findFirst({
          where: { status: 'planned', sendAt: { lte: until } },
          orderBy: { sendAt: 'asc' },
        });
        if (!next) break;
        if (next.sendAt > clock.now()) clock.set(next.sendAt);
        await core.relay.run();
      }
      clock.set(until);
      await core.relay.run();
    },
  };
}
