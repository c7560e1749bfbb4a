import path from 'node:path';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import type { SkippedRow, UpcomingRow } from '../../../cards/upcoming.js';
import { addDays, civilDate, clockTime, instantAt } from '../../calendar/dates.js';
import type { Relay } from '../../delivery/relay.js';
import { isCommand } from '../../edge/commands.js';
import { asksSomething, type Heard } from '../../edge/heard.js';
import type { Reply } from '../../edge/reply.js';
import { type Intent, withoutControls } from '../../edge/request.js';
import type { Router } from '../../edge/router.js';
import { packageRoot } from '../../shared/package-root.js';
import { localChannel } from '../../store/channels.js';
import type { Database } from '../../store/client.js';
import { findActor } from '../../store/people.js';
import { audiences, type createLocalMessenger, placeFor } from './messenger.js';
import { type LocalClock, nextSending, travel } from './time-machine.js';
import { type Labels, nowText, placesOf, readMessages, readWorld, viewReply, zone } from './view.js';

/** Characters in one chat message: Slack's own limit. */
const longestMessage = 40_000;

const ourId = z.string().regex(/^[\w-]{1,100}$/u);
const conversation = z.object({ as: ourId, place: z.enum(['channel', 'heads', 'direct']), group: ourId });
const words = z.record(z.string(), z.string());
const actBody = conversation.extend({
  id: z.string().min(8).max(100),
  intent: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('say'), text: z.string() }),
    z.object({ kind: z.literal('press'), route: z.string(), args: words }),
    z.object({
      kind: z.literal('submit'),
      route: z.string(),
      args: words,
      values: z.record(z.string(), z.unknown()),
      keep: z.boolean().optional(),
    }),
  ]),
});
type Act = z.infer<typeof actBody>;

const clockBody = z.discriminatedUnion('move', [
  z.object({ move: z.literal('next') }),
  z.object({ move: z.literal('day') }),
  z.object({ move: z.literal('date'), date: z.iso.date() }),
]);

export interface LocalChat {
  mount(app: Express): void;
  /** Tells open pages that something has changed. */
  changed(): void;
  close(): void;
}

export function createLocalChat(deps: {
  db: Database;
  router: Router;
  relay: Relay;
  clock: LocalClock;
  messenger: ReturnType<typeof createLocalMessenger>;
  labels: Labels;
  /** Counts what people write to each other in the channel. */
  hear: (heard: Heard) => Promise<void>;
  readUpcoming: (groupId: string) => Promise<{ planned: UpcomingRow[]; skipped: SkippedRow[] }>;
}): LocalChat {
  const { db, router, relay, clock, messenger, labels } = deps;
  const pages = new Set<Response>();
  let version = 1;

  const changed = (): void => {
    version += 1;
    const now = clock.now();
    const data = JSON.stringify({
      version,
      now: now.toISOString(),
      nowText: nowText(now),
      today: civilDate(now, zone),
    });
    for (const page of pages) page.write(`event: changed\ndata: ${data}\n\n`);
  };

  async function act(body: Act): Promise<Reply | null> {
    const direct = body.place === 'direct';
    const place = placeFor(body.place, { groupId: body.group, personId: body.as });
    const intent = intentOf(body);
    if (body.intent.kind === 'say' && (direct || !intent) && body.intent.text.trim() !== '') {
      await say(body, place, body.intent.text, body.place === 'channel');
    }
    // What was done stays done: whatever cannot be sent now, the clockwork sends within a minute.
    const passOn = () => relay.run().catch(() => 0);
    if (!intent) {
      await passOn();
      return null;
    }
    const reply = await router.handle({
      id: `local:${body.id}`,
      personId: body.as,
      intent,
      ...(body.place !== 'direct' && {
        groupId: body.group,
        channel: localChannel(body.group, audiences[body.place]),
      }),
    });
    const card = 'card' in reply ? reply.card : undefined;
    const said = body.intent.kind === 'say' && 'text' in reply ? reply.text : undefined;
    if (card || said !== undefined) {
      await messenger.write({
        place,
        key: `reply:${body.id}`,
        text: said ?? card?.summary ?? '',
        ...(card && { card }),
        ...(!direct && { onlyForId: body.as }),
      });
    }
    await passOn();
    return said === undefined ? reply : null;
  }

  /** What people write to each other counts once, however often it is sent. */
  async function say({ id, as, group }: Act, place: string, text: string, isHeard: boolean): Promise<void> {
    const key = `say:${id}`;
    const isRepeat = (await db.localMessage.findUnique({ where: { key } })) !== null;
    const ref = await messenger.write({ place, key, text, authorId: as });
    if (!isHeard || isRepeat) return;
    await deps.hear({ groupId: group, personId: as, ref, at: clock.now(), asks: asksSomething(text) });
  }

  /** In the channel people talk to each other; what is a command, or begins with a slash, is for the bot. */
  function intentOf({ place, intent }: Act): Intent | undefined {
    if (intent.kind === 'press') return intent;
    if (intent.kind === 'submit') return { ...intent, keep: intent.keep === true };
    const forBot =
      place === 'direct' || /^\s*(\/|@work\s?group)/iu.test(intent.text) || isCommand(router.routes, intent.text);
    return forBot ? { kind: 'command', text: intent.text, said: true } : undefined;
  }

  async function moveClock(
    move: z.infer<typeof clockBody>,
  ): Promise<{ sent: number; text: string } | { error: string }> {
    const before = clock.now();
    const today = civilDate(before, zone);
    const target =
      move.move === 'next'
        ? await nextSending(db, before)
        : move.move === 'day'
          ? instantAt(addDays(today, 1), clockTime(before, zone), zone)
          : instantAt(move.date, '08:00', zone);
    if (!target)
      return { error: 'Nothing is planned, so there is nothing to move to. Publish a schedule, or move by a day.' };
    if (target <= before) return { error: 'The clock only goes forward. Please choose a later day.' };
    if (target.getTime() - before.getTime() > 400 * 24 * 3_600_000)
      return { error: 'Please choose a day within a year from now.' };
    const { sent } = await travel(db, clock, relay, target);
    const messages =
      sent === 0 ? 'No messages were sent.' : sent === 1 ? 'One message was sent.' : `${sent} messages were sent.`;
    return { sent, text: `Moved to ${nowText(clock.now())}. ${messages}` };
  }

  const api = express.Router();
  api.use(onlyThisComputer, express.json({ limit: '1mb' }));
  api.get('/world', async (_request, response) => {
    response.json({ ...(await readWorld(db, clock.now(), labels)), version });
  });
  api.get('/messages', async (request, response) => {
    const viewer = conversation.safeParse(request.query);
    if (!viewer.success || !(await isMember(viewer.data))) {
      response.status(404).json({ error: 'There is no such conversation.' });
      return;
    }
    const { as, place, group } = viewer.data;
    response.json({ messages: await readMessages(db, { personId: as, place, groupId: group }, labels) });
  });
  api.get('/upcoming', async (request, response) => {
    const id = ourId.safeParse(request.query.group);
    const group = id.success && (await db.group.findUnique({ where: { id: id.data } }));
    if (!group) {
      response.status(404).json({ error: 'There is no such group.' });
      return;
    }
    const { planned, skipped } = await deps.readUpcoming(group.id);
    const view = ({ at, day, time, ...row }: UpcomingRow) => ({
      ...row,
      at: at.toISOString(),
      dayText: day,
      timeText: time,
    });
    response.json({
      planned: planned.map(view),
      skipped: skipped.map((row) => ({ ...view(row), reason: row.reason })),
    });
  });
  api.post('/act', async (request, response) => {
    const body = actBody.safeParse(withoutControls(request.body ?? null));
    if (!body.success) {
      response.status(400).json({ error: 'The bot could not read that request, so nothing was changed.' });
      return;
    }
    if (!(await isMember(body.data))) {
      response.status(403).json({ error: 'This person is not part of that conversation.' });
      return;
    }
    if (body.data.intent.kind === 'say' && body.data.intent.text.length > longestMessage) {
      const length = body.data.intent.text.length.toLocaleString('en-GB');
      response
        .status(413)
        .json({ error: `That is ${length} characters, and a message holds 40,000. Please shorten it.` });
      return;
    }
    const reply = await act(body.data);
    changed();
    response.json({ reply: reply && viewReply(reply) });
  });
  api.post('/clock', async (request, response) => {
    const body = clockBody.safeParse(request.body);
    const moved = body.success ? await moveClock(body.data) : { error: 'Please choose a day.' };
    if ('error' in moved) {
      response.status(400).json(moved);
      return;
    }
    changed();
    const now = clock.now();
    response.json({ ...moved, now: now.toISOString(), nowText: nowText(now), today: civilDate(now, zone) });
  });
  api.get('/events', (request, response) => {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache',
      Connection: 'keep-alive',
    });
    response.write(
      `event: changed\ndata: ${JSON.stringify({ version, now: clock.now().toISOString(), nowText: nowText(clock.now()), today: civilDate(clock.now(), zone) })}\n\n`,
    );
    pages.add(response);
    request.on('close', () => pages.delete(response));
  });

  async function isMember({ as, place, group }: z.infer<typeof conversation>): Promise<boolean> {
    const actor = await findActor(db, as);
    return actor?.memberships.some((one) => one.groupId === group && placesOf(one).includes(place)) ?? false;
  }

  return {
    changed,
    close: () => {
      for (const page of pages) page.end();
    },
    mount: (app) => {
      const sources = path.join(packageRoot, 'src/platforms/local/page');
      app.use('/local', api);
      app.use(onlyThisComputer, (_request, response, next) => {
        response.set({
          'Content-Security-Policy':
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
          'X-Content-Type-Options': 'nosniff',
          'Referrer-Policy': 'no-referrer',
        });
        next();
      });
      // With `root`, only what follows it may not begin with a dot: the product's own folder may.
      app.get('/', (_request, response) => response.sendFile('index.html', { root: sources }));
      app.get('/page.css', (_request, response) => response.sendFile('page.css', { root: sources }));
      app.get('/main.js', (_request, response) => response.sendFile('dist/page/main.js', { root: packageRoot }));
    },
  };
}

/** Another site in the same browser must neither read nor act, by a rebound name or by a form. */
function onlyThisComputer(request: Request, response: Response, next: NextFunction): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/u, '');
  const own = ['localhost', '127.0.0.1', '[::1]'].includes(host);
  const { origin } = request.headers;
  const sameOrigin = origin === undefined || origin === `http://${request.headers.host}`;
  const marked = request.method === 'GET' || request.headers['x-workgroup'] === '1';
  if (own && sameOrigin && marked) next();
  else response.status(403).json({ error: 'The web chat answers only its own page on this computer.' });
}
