import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { command, events, methods, scopes } from '../../src/platforms/slack/permissions.js';
import { packageRoot } from '../../src/shared/package-root.js';

const read = (...names: string[]): string => readFileSync(path.join(packageRoot, ...names), 'utf8');

interface Manifest {
  features: {
    app_home: Record<string, boolean>;
    bot_user: { display_name: string; always_online: boolean };
    slash_commands: { command: string; url: string; usage_hint: string }[];
  };
  oauth_config: { redirect_urls: string[]; scopes: { bot: string[]; user?: string[] } };
  settings: {
    event_subscriptions: { request_url: string; bot_events: string[]; user_events?: string[] };
    interactivity: { is_enabled: boolean; request_url: string };
    socket_mode_enabled: boolean;
  };
}

const manifest = JSON.parse(read('manifest', 'slack.json')) as Manifest;
const guide = read('docs', 'slack.md');
const folder = 'src/platforms/slack';
const sources = readdirSync(path.join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && name !== 'permissions.ts')
  .map((name) => ({ name, code: read(folder, name) }));
const code = sources.map((source) => source.code).join('\n');

const schema = path.join(packageRoot, '../shared/schemas/slack-manifest.schema.2.0.0.json');

describe('the manifest', () => {
  it.skipIf(!existsSync(schema))(`follows Slack’s schema (skipped where ${schema} is absent)`, () => {
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
      JSON.parse(readFileSync(schema, 'utf8')) as object,
    );
    const faultsOf = (value: unknown): unknown => (validate(value) ? [] : validate.errors);
    expect(faultsOf(manifest)).toEqual([]);
    expect(faultsOf({ ...manifest, display_information: { name: 'x'.repeat(36) } })).not.toEqual([]);
    expect(faultsOf({ ...manifest, surprise: true })).not.toEqual([]);
  });

  it('asks for the permissions and events that the code knows, and no more', () => {
    expect(manifest.oauth_config.scopes).toEqual({ bot: Object.keys(scopes) });
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(Object.keys(events));
    expect(manifest.settings.event_subscriptions.user_events).toBeUndefined();
    expect(manifest.features.slash_commands.map((one) => one.command)).toEqual([command]);
  });

  it('sends everything to one place of the example address, which docs/slack.md says to replace', () => {
    const { features, oauth_config, settings } = manifest;
    const addresses = [settings.event_subscriptions.request_url, settings.interactivity.request_url];
    for (const url of [...addresses, ...features.slash_commands.map((one) => one.url)]) {
      expect(url).toBe('https://bot.example.org/slack/events');
    }
    expect(oauth_config.redirect_urls).toEqual(['https://bot.example.org/slack/oauth_redirect']);
    expect(settings.interactivity.is_enabled).toBe(true);
    expect(features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
    expect(features.bot_user.always_online).toBe(true);
    expect(read('manifest', 'slack.json').match(/bot\.example\.org/gu)).toHaveLength(4);
    expect(guide).toContain('replace `bot.example.org` in it, four times,');
  });
});

describe('the permissions', () => {
  it('are each needed by a method, an event or the command', () => {
    const needed = new Set([...Object.values(methods).flat(), ...Object.values(events).flat(), 'commands']);
    expect([...needed].sort()).toEqual(Object.keys(scopes).sort());
  });

  it('cover every method that the code calls, and every method of the table is called', () => {
    const called = [
      ...[...code.matchAll(/\b(?:client|slack)\.(\w+(?:\.\w+)+)\(/gu)].map((match) => match[1]),
      ...[...code.matchAll(/\baskSlack\(\s*[\w.]+,\s*'([\w.]+)'/gu)].map((match) => match[1]),
      ...[...code.matchAll(/\bapiCall\(\s*'([\w.]+)'/gu)].map((match) => match[1]),
    ];
    expect([...new Set(called)].sort()).toEqual(Object.keys(methods).sort());
  });

  it('name every event that the code takes, and no other', () => {
    const taken = [...(sources.find(({ name }) => name === 'events.ts')?.code ?? '').matchAll(/case '(\w+)':/gu)];
    const kinds = new Set(Object.keys(events).map((event) => event.split('.')[0]));
    expect([...new Set(taken.map((match) => match[1]))].sort()).toEqual([...kinds].sort());
  });

  it('are explained in docs/slack.md', () => {
    const rows = [...guide.matchAll(/^\| `([\w:.]+)` \| ([^|]+) \|$/gmu)].map((match) => [match[1], match[2]]);
    expect(Object.fromEntries(rows)).toEqual(scopes);
  });
});
