import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { readSlackSettings, type SlackSettings, slackCredentials } from './platforms/slack/settings.js';
import { readTeamsSettings, type TeamsSettings, teamsCredentials } from './platforms/teams/settings.js';
import { clean, decodeSettings, type Environment, isLoopback } from './shared/environment.js';
import { defaultAddress, faultOfAddress } from './store/address.js';

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
    z.string().superRefine((url, context) => {
      const message = faultOfAddress(url);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
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
  KEEP_MESSAGES_MONTHS: optional(
    z
      .string()
      .refine((text) => /^\d{1,3}$/u.test(text), 'must be a number of months, such as 12')
      .transform(Number),
  ),
  CLOCK_START: optional(
    z.iso
      .datetime({ offset: true, error: 'must be an instant with its zone, such as 2026-09-02T08:00:00+01:00' })
      .transform((text) => new Date(text)),
  ),
});

/** What every command needs, whatever the state of the platforms' settings. */
export interface Basics {
  port: number;
  databaseUrl: string;
  /** Without a slash at the end. */
  publicUrl: string | undefined;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  clockStart: Date | undefined;
  /** For how many months after a group's school year what messages said is kept. */
  keepMonths: number;
  production: boolean;
}

export interface Config extends Basics {
  /** This computer alone for the web chat; every address where Slack or Teams must reach us. */
  host: string;
  /** Absent where nothing is set for Slack. */
  slack: SlackSettings | undefined;
  /** Absent where nothing is set for Teams. */
  teams: TeamsSettings | undefined;
  /** Names of the variables that are set for Slack or Teams. */
  credentials: readonly string[];
}

/** Names the variable and what it should be: one line each. */
export class ConfigError extends Error {}

/**
 * Settings from a file `.env`, where there is one; the environment goes before it.
 * @param folder the working folder
 * @throws ConfigError when it is there and cannot be read
 */
export function loadEnvFile(folder = '.', env: NodeJS.ProcessEnv = process.env): void {
  for (const [name, value] of Object.entries(parseEnv(readEnvFile(folder)))) env[name] ??= value;
}

function readEnvFile(folder: string): string {
  const file = path.join(folder, '.env');
  if (!existsSync(file)) {
    // Windows' Notepad adds the ending, and Explorer hides it.
    if (!existsSync(`${file}.txt`)) return '';
    throw new ConfigError('.env.txt is not read: rename it to .env, without “.txt”, then start again.');
  }
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const isFolder = (error as NodeJS.ErrnoException).code === 'EISDIR';
    throw new ConfigError(
      isFolder
        ? '.env is a folder, not a file. Remove it, or put a file with your settings in its place.'
        : '.env cannot be read. Check that this user may read it.',
    );
  }
  const text = decodeSettings(bytes);
  if (text === undefined) throw new ConfigError('.env is not a text file. Save it as UTF-8, then start again.');
  return text;
}

/** Whether anything is set for Slack or Teams, complete or not. */
export const isForRealPeople = (env: Environment): boolean => credentialsIn(env).length > 0;

const credentialsIn = (env: Environment): string[] =>
  [...slackCredentials, ...teamsCredentials].filter((name) => clean(env[name]) !== undefined);

/** @throws ConfigError */
export function readBasics(env: Environment): Basics {
  return basicsOf(parse(env));
}

/** @throws ConfigError */
export function readConfig(env: Environment): Config {
  const values = parse(env);
  const slack = readSlackSettings(env, values.PUBLIC_URL);
  const teams = readTeamsSettings(env);
  if ('faults' in slack || 'faults' in teams) {
    const faults = [slack, teams].flatMap((reading) => ('faults' in reading ? reading.faults : []));
    throw new ConfigError(faults.join('\n'));
  }
  return {
    ...basicsOf(values),
    host: values.HOST ?? (slack.settings || teams.settings ? '0.0.0.0' : '127.0.0.1'),
    slack: slack.settings,
    teams: teams.settings,
    credentials: credentialsIn(env),
  };
}

function parse(env: Environment): z.infer<typeof environment> {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`).join('\n'));
  }
  return parsed.data;
}

function basicsOf(values: z.infer<typeof environment>): Basics {
  const production = values.NODE_ENV === 'production';
  if (production && values.CLOCK_START) {
    throw new ConfigError('CLOCK_START is for trying things out and is refused when NODE_ENV is production. Unset it.');
  }
  return {
    port: values.PORT ?? 3978,
    databaseUrl: values.DATABASE_URL ?? defaultAddress,
    publicUrl: values.PUBLIC_URL,
    logLevel: values.LOG_LEVEL ?? 'warn',
    clockStart: values.CLOCK_START,
    keepMonths: values.KEEP_MESSAGES_MONTHS ?? 12,
    production,
  };
}

/**
 * The web chat lets anyone act as anyone, so it runs on this computer alone and never beside real people.
 * @throws ConfigError
 */
export function requireWebChat(config: Config): void {
  const { credentials, production, host } = config;
  if (credentials.length > 0) {
    const are = credentials.length === 1 ? 'is' : 'are';
    throw new ConfigError(
      `${credentials.join(', ')} ${are} set, so the web chat does not start: in it, anyone can act as anyone.`,
    );
  }
  if (production) {
    throw new ConfigError(
      'NODE_ENV is production, but nothing is set for Slack or Teams, and the web chat is only for trying things out. ' +
        'Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (docs/slack.md), or MicrosoftAppId, MicrosoftAppPassword, ' +
        'MicrosoftAppType and MicrosoftAppTenantId (docs/teams.md), or unset NODE_ENV to use the web chat.',
    );
  }
  if (!isLoopback(host)) {
    throw new ConfigError(
      `HOST must be 127.0.0.1 for the web chat, which listens on this computer alone, not “${host}”.`,
    );
  }
}
