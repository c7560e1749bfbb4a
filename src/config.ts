import { existsSync } from 'node:fs';
import { z } from 'zod';

const blankIsAbsent = (value: unknown): unknown => (value === '' ? undefined : value);
const optional = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(blankIsAbsent, schema.optional());

const environment = z.object({
  NODE_ENV: optional(z.enum(['production', 'development', 'test'], 'must be production, development or test')),
  PORT: optional(
    z
      .string()
      .refine(
        (text) => /^\d{1,5}$/u.test(text) && Number(text) <= 65535,
        'must be a port number from 0 to 65535, such as 3978',
      )
      .transform(Number),
  ),
  HOST: optional(z.string()),
  DATABASE_URL: optional(
    z
      .string()
      .refine(
        (url) => /^file:.|^postgres(ql)?:\/\/./u.test(url) && URL.canParse(url),
        'must be an address such as file:./data/workgroup.db (SQLite) or postgresql://user:password@localhost:5432/workgroup',
      ),
  ),
  PUBLIC_URL: optional(
    z
      .url({ protocol: /^https?$/u, error: 'must be the address of this bot, such as https://bot.example.org' })
      .transform((url) => url.replace(/\/+$/u, '')),
  ),
  LOG_LEVEL: optional(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    }),
  ),
  CLOCK_START: optional(
    z.iso
      .datetime({ offset: true, error: 'must be an instant with its zone, such as 2026-09-02T08:00:00+01:00' })
      .transform((text) => new Date(text)),
  ),
});

/** Set for another platform; the web chat stays away from real people's workspaces. */
const credentials = [
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  'MicrosoftAppId',
  'MicrosoftAppPassword',
  'MicrosoftAppTenantId',
] as const;

export interface Config {
  port: number;
  host: string;
  databaseUrl: string;
  /** Without a slash at the end. */
  publicUrl: string | undefined;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  clockStart: Date | undefined;
  production: boolean;
  /** Names of the variables that are set for Slack or Teams. */
  credentials: readonly string[];
}

/** Names the variable and what it should be: one line each. */
export class ConfigError extends Error {}

/** Settings from a file `.env` in the working folder, where there is one; the environment goes before it. */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/** @throws ConfigError */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`).join('\n'));
  }
  const values = parsed.data;
  const production = values.NODE_ENV === 'production';
  if (production && values.CLOCK_START) {
    throw new ConfigError('CLOCK_START is for trying things out and is refused when NODE_ENV is production. Unset it.');
  }
  return {
    port: values.PORT ?? 3978,
    host: values.HOST ?? '127.0.0.1',
    databaseUrl: values.DATABASE_URL ?? 'file:./data/workgroup.db',
    publicUrl: values.PUBLIC_URL,
    logLevel: values.LOG_LEVEL ?? 'warn',
    clockStart: values.CLOCK_START,
    production,
    credentials: credentials.filter((name) => (env[name] ?? '') !== ''),
  };
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

/**
 * The web chat lets anyone act as anyone, so it runs on this computer alone and never beside real people.
 * @throws ConfigError
 */
export function requireWebChat(config: Config): void {
  if (config.production) {
    throw new ConfigError(
      'NODE_ENV is production, and the web chat is only for trying things out. Unset NODE_ENV to use it.',
    );
  }
  if (config.credentials.length > 0) {
    throw new ConfigError(
      `${config.credentials.join(', ')} ${config.credentials.length === 1 ? 'is' : 'are'} set, so the web chat does not start: ` +
        'in it, anyone can act as anyone. Slack and Teams come in a later version; unset these to use the web chat.',
    );
  }
  if (!loopback.has(config.host)) {
    throw new ConfigError(
      `HOST must be 127.0.0.1 for the web chat, which listens on this computer alone, not “${config.host}”.`,
    );
  }
}
