import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { isCommand } from '../../edge/commands.js';
import type { Clock } from '../../shared/clock.js';
import { isBusy } from '../../shared/failure.js';
import type { Log } from '../../shared/log.js';
import { realTimer, type Timer } from '../../shared/timer.js';
import { createUnderWay } from '../../shared/under-way.js';
import type { Database } from '../../store/client.js';
import { createOnce } from '../once.js';
import { createPace, withMargin } from '../pace.js';
import type { Platform, Product } from '../platform.js';
import { createAccounts } from './accounts.js';
import { createAdapter } from './adapter.js';
import { createConnector } from './connector.js';
import { createConversations } from './conversations.js';
import { createDoor, type Door, Gone } from './door.js';
import { createDrawing } from './drawing.js';
import { isFinal } from './errors.js';
import { createEvents, type Events } from './events.js';
import { type Incoming, Malformed, type Of, readActivity, readBody, readOutline } from './incoming.js';
import { teamsRules } from './limits.js';
import { createTeamsMessenger } from './messenger.js';
import type { TeamsSettings } from './settings.js';
import { createTenants } from './tenants.js';
import { Unverified } from './token.js';
import { createWriter } from './writer.js';

const endpoint = '/api/messages';
/** Of one activity: a form with all its words in it is far smaller. */
const bodyLimit = '1mb';
/** Milliseconds that a shutdown waits for the last answers to be shown. */
const farewell = 5000;

export function createTeams(deps: {
  db: Database;
  settings: TeamsSettings;
  clock: Clock;
  log: Log;
  /** Something was done: others may have to hear of it. */
  nudge: () => void;
  timer?: Timer;
}): Platform {
  const { db, settings, clock, log, nudge, timer = realTimer } = deps;
  let core: Product | undefined;
  const need = (): Product => {
    if (!core) throw new Error('the door is not open yet');
    return core;
  };
  const adapter = createAdapter(settings);
  const tenants = createTenants({ db, settings, clock });
  const conversations = createConversations({ db, clock });
  const pace = createPace(withMargin(teamsRules), timer);
  const connector = createConnector({ adapter, pace, timer });
  const drawing = createDrawing(() => need().router.routes);
  const writer = createWriter({ connector, conversations });
  const accounts = createAccounts({
    db,
    connector,
    conversations,
    tenants,
    clock,
    meet: (newcomer) => need().meet(newcomer),
  });
  const once = createOnce({ db, clock, log, isFinal });
  const underWay = createUnderWay();

  /** Where the bot is only named, a command and nothing else is for it. */
  const isForBot = ({ to, text }: Of<'said'>): boolean =>
    to === 'bot' || (to === 'named' && isCommand(need().router.routes, text));

  /** @returns the body of the answer to Teams; undefined where it needs none */
  async function take(incoming: Incoming, door: Door, events: Events): Promise<object | undefined> {
    if (incoming.kind === 'other') return undefined;
    const { place } = incoming;
    await tenants.heard(place.tenant);
    const key = `teams:event:${incoming.id}`;
    if (incoming.kind === 'removed') {
      await once(key, () => events.removed(incoming));
      return undefined;
    }
    // A menu that people have everywhere says nothing of where the bot is.
    const visiting = incoming.kind === 'dialog' && incoming.visiting;
    const here = !visiting || (await conversations.find(place.tenant, place.id)) !== undefined;
    if (here) await conversations.heard(place, { anew: incoming.kind === 'added' });
    switch (incoming.kind) {
      case 'said':
        await once(key, async () => {
          if (!isForBot(incoming)) return events.overhear(incoming);
          await door.answer(incoming);
          await events.wrote(incoming);
        });
        return undefined;
      case 'added':
        await once(key, () => events.added(incoming));
        return undefined;
      case 'pressed':
        return door.press(incoming);
      case 'dialog':
        return door.dialog(incoming, here);
    }
  }

  function open(product: Product, app: Express): void {
    core = product;
    const { router, hear, reach, see } = product;
    const door = createDoor({ db, router, see, accounts, drawing, writer, log });
    const events = createEvents({
      db,
      router,
      accounts,
      connector,
      conversations,
      drawing,
      writer,
      clock,
      hear,
      reach,
    });

    const receive = async (request: Request, response: Response): Promise<void> => {
      const body = readBody(request.body);
      const activity = readOutline(body);
      let answer: object | undefined;
      await adapter.verify(request.headers.authorization ?? '', activity as never, async () => {
        const incoming = readActivity(body);
        answer = await take(incoming, door, events);
        // Who only looks does nothing that others would have to hear of.
        if (incoming.kind !== 'other' && !(incoming.kind === 'pressed' && incoming.seen)) nudge();
      });
      if (answer) response.json(answer);
      else response.status(activity.type === 'invoke' ? 501 : 200).end();
    };

    app.post(
      endpoint,
      express.json({ limit: bodyLimit }),
      (request: Request, response: Response) => underWay.track(receive(request, response)),
      // Express knows an error handler by its four parameters.
      (error: unknown, request: Request, response: Response, next: NextFunction) => {
        const status = statusOf(error);
        if (status === undefined) return next(error);
        if (error instanceof Malformed) log.warn({ err: error }, 'an activity that Teams would not send');
        if (status >= 500) log.error({ err: error, path: request.path }, 'an activity failed');
        response.status(status).end();
      },
    );
  }

  return {
    messenger: createTeamsMessenger({ accounts, conversations, drawing, writer }),
    open,
    // What is answered is saved; words that still wait for Teams' leave are not worth a hung shutdown.
    stop: () => {
      pace.stop();
      return underWay.finish(farewell);
    },
    settle: underWay.settle,
  };
}

/** Undefined for what is no matter of Teams'. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof Unverified) return 401;
  if (error instanceof Malformed) return 400;
  if (error instanceof Gone) return 404;
  return isBusy(error) ? 503 : undefined;
}
