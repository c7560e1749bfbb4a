import { existsSync } from 'node:fs';
import { z } from 'zod';
import { readSlackSettings, type SlackSettings, slackCredentials } from './platforms/slack/settings.js';
import { readTeamsSettings, type TeamsSettings, teamsCredentials } from './platforms/teams/settings.js';
import { clean, type Environment, isLoopback } from './shared/environment.js';

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

/** Settings from a file `.env` in the working folder, where there is one; the environment goes before it. */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
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
    databaseUrl: values.DATABASE_URL ?? 'file:./data/workgroup.db',
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
        'Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (README, “In Slack”), or MicrosoftAppId, MicrosoftAppPassword, ' +
        'MicrosoftAppType and MicrosoftAppTenantId (README, “In Teams”), or unset NODE_ENV to use the web chat.',
    );
  }
  if (!isLoopback(host)) {
    throw new ConfigError(
      `HOST must be 127.0.0.1 for the web chat, which listens on this computer alone, not “${host}”.`,
    );
  }
}
