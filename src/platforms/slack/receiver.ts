import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import { type Happening, type Incoming, type Payload, readPayload } from './incoming.js';

/**
 * Slack gives up on an answer after three seconds. What was acknowledged by then is in the database as a rule; what
 * takes longer is acknowledged all the same, and goes on. In milliseconds.
 */
const patience = 1500;

const slow = 'This takes longer than usual and goes on. You can leave this open, or press again in a minute.';

/** Slack shows this below the first field; the modal stays open with everything in it. */
export function keepOpen(incoming: Incoming, words: string): object {
  const values = incoming.intent?.kind === 'submit' ? Object.keys(incoming.intent.values) : [];
  const [first] = values;
  return first === undefined ? {} : { response_action: 'errors', errors: { [first]: words } };
}

/**
 * Stands between a receiver of Bolt's and the app: refuses what Slack would not send, and acknowledges when the work
 * is done (Bolt itself acknowledges events before anything is kept, so that a crash would lose them).
 */
export function putBetween(receiver: Receiver): Receiver {
  return {
    init: (app: App) => {
      const processEvent = async (event: ReceiverEvent): Promise<void> => {
        const payload = readPayload(event.body);
        let answered = false;
        const ack = async (response?: unknown): Promise<void> => {
          if (answered) return;
          answered = true;
          await event.ack(response);
        };
        const late = setTimeout(() => {
          void ack(payload.kind === 'submission' ? keepOpen(payload.incoming, slow) : undefined).catch(() => {});
        }, patience);
        try {
          if (payload.kind !== 'other') {
            await app.processEvent({
              ...event,
              body: forBolt(payload),
              // Bolt acknowledges events at once; ours wait until the listeners are through.
              ack: payload.kind === 'event' ? async () => {} : ack,
              customProperties: { ...event.customProperties, payload, isLate: () => answered },
            });
          }
          await ack();
        } finally {
          clearTimeout(late);
        }
      };
      receiver.init({ processEvent } as App);
    },
    start: (...args) => receiver.start(...args),
    stop: (...args) => receiver.stop(...args),
  };
}

/**
 * As much of a payload as Bolt needs to find the workspace and the listener. It reads payloads on trust, and would
 * take a workspace from another place in them than we do.
 */
function forBolt(payload: Payload): Record<string, unknown> {
  if (payload.kind === 'event') {
    const { id, team, event } = payload.happening;
    const known = Object.entries({ user: event.user, bot_id: event.bot_id }).filter(([, by]) => typeof by === 'string');
    const seen = { type: event.type, ...Object.fromEntries(known) };
    return { type: 'event_callback', team_id: team, event_id: id, event: seen };
  }
  if (payload.kind === 'other') return {};
  const { team, user } = payload.incoming;
  switch (payload.kind) {
    case 'command':
      return { command: '/workgroup', team_id: team, user_id: user };
    case 'press':
      return {
        type: 'block_actions',
        team: { id: team },
        user: { id: user },
        actions: [{ type: 'button', action_id: '' }],
      };
    case 'submission':
      return { type: 'view_submission', team: { id: team }, user: { id: user }, view: { callback_id: '' } };
  }
}

/** Whether the acknowledgement went out before the work was done. */
export const isLate = (context: Record<string, unknown>): boolean => (context.isLate as () => boolean)();

/** What somebody did, in a listener. */
export function incomingOf(context: Record<string, unknown>): Incoming {
  const payload = context.payload as Payload;
  if (!('incoming' in payload)) throw new Error(`nobody did anything in a payload of kind ${payload.kind}`);
  return payload.incoming;
}

/** What happened, in a listener. */
export function happeningOf(context: Record<string, unknown>): Happening {
  const payload = context.payload as Payload;
  if (payload.kind !== 'event') throw new Error(`nothing happened in a payload of kind ${payload.kind}`);
  return payload.happening;
}
