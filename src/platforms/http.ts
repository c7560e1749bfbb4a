import type { Server } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { busyWords, isBusy } from '../shared/failure.js';
import type { Log } from '../shared/log.js';

/** The one HTTP server, shared by every platform: health, calendars, and what a platform mounts. */
export function createHttp(deps: {
  log: Log;
  isReady: () => Promise<boolean>;
  /** For Prometheus, where it is offered. */
  readMetrics?: () => Promise<{ type: string; text: string }>;
  /** iCalendar text, or undefined when nobody has this secret. */
  readCalendar: (secret: string) => Promise<string | undefined>;
  mount: (app: Express) => void;
}): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => {
    response.json({ ok: true });
  });
  app.get('/readyz', async (_request, response) => {
    const ready = await deps.isReady().catch(() => false);
    response.status(ready ? 200 : 503).json({ ready });
  });
  const { readMetrics } = deps;
  if (readMetrics) {
    app.get('/metrics', async (_request, response) => {
      const { type, text } = await readMetrics();
      response.type(type).send(text);
    });
  }
  app.get('/calendar/:file', async (request, response) => {
    const secret = /^([\w-]{10,100})\.ics$/u.exec(request.params.file)?.[1];
    const calendar = secret === undefined ? undefined : await deps.readCalendar(secret);
    if (calendar === undefined) {
      response
        .status(404)
        .type('text/plain')
        .send('There is no calendar at this address, or not any more. Type "schedule" to the bot to get yours.\n');
      return;
    }
    response.set({ 'Cache-Control': 'private, max-age=300', 'Referrer-Policy': 'no-referrer' });
    response.type('text/calendar; charset=utf-8').send(calendar);
  });
  deps.mount(app);
  app.use((_request, response) => {
    response.status(404).json({ error: 'There is nothing at this address.' });
  });
  // Express knows an error handler by its four parameters.
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const status = statusOf(error);
    if (status >= 500) deps.log.error({ err: error, path: request.path }, 'a request failed');
    response.status(status).json({ error: wordsFor(status) });
  });
  return app;
}

function statusOf(error: unknown): number {
  if (isBusy(error)) return 503;
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 600 ? status : 500;
}

function wordsFor(status: number): string {
  if (status === 413) return 'That is too long to send. Please shorten it; nothing was changed.';
  if (status < 500) return 'The bot could not read that request, so nothing was changed.';
  if (status === 503) return busyWords;
  return 'Something went wrong on our side, and nothing was changed. Please try again in a minute.';
}

/** @throws the server's own error, when the address cannot be had */
export function listen(app: Express, { host, port }: { host: string; port: number }): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host, (error?: Error) => (error ? reject(error) : resolve(server)));
  });
}
