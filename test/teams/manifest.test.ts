import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  buildPackage,
  faultsOfIcon,
  faultsOfManifest,
  fillManifest,
  icons,
  type PackageSettings,
  readPackageSettings,
} from '../../scripts/teams-package.js';
import type { Route } from '../../src/edge/route.js';
import { mountAbout } from '../../src/platforms/about.js';
import { listen } from '../../src/platforms/http.js';
import { resourceSpecific, scopes, shown } from '../../src/platforms/teams/permissions.js';
import { packageRoot } from '../../src/shared/package-root.js';
import { openSqlite } from '../support/databases.js';
import { startRouter } from '../support/router.js';
import { pixelsOf } from './png.js';

const read = (...names: string[]): string => readFileSync(path.join(packageRoot, ...names), 'utf8');
const icon = (name: string): Buffer => readFileSync(path.join(packageRoot, 'manifest/teams', name));
const release = (JSON.parse(read('package.json')) as { version: string }).version;
const settings: PackageSettings = {
  appId: '0a1b2c3d-0000-4000-8000-00000000000a',
  publicUrl: 'https://bot.example.org',
  version: release,
};

/** As much of a manifest as is looked at here. */
interface Manifest {
  $schema: string;
  manifestVersion: string;
  version: string;
  id: string;
  developer: Record<'name' | 'websiteUrl' | 'privacyUrl' | 'termsOfUseUrl', string>;
  icons: Record<string, string>;
  permissions: string[];
  webApplicationInfo: { id: string; resource: string };
  authorization: { permissions: { resourceSpecific: { name: string; type: string }[] } };
  bots: {
    botId: string;
    scopes: string[];
    isNotificationOnly: boolean;
    supportsCalling: boolean;
    commandLists: { scopes: string[]; commands: { title: string; description: string }[] }[];
  }[];
  composeExtensions: { botId: string; commands: { id: string; title: string; description: string }[] }[];
}

const unpack = async (of = settings) => {
  const files = unzipSync(await buildPackage(of));
  const text = strFromU8(files['manifest.json'] ?? new Uint8Array());
  return { files, text, manifest: JSON.parse(text) as Manifest };
};
const botOf = ({ bots }: Manifest): Manifest['bots'][number] => {
  const [bot, ...others] = bots;
  if (!bot || others.length > 0) throw new Error(`${bots.length} bots`);
  return bot;
};

describe('the package', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('follows Microsoft’s schema, which is at hand without a network', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network here'));
    const { manifest } = await unpack();
    const faultsOf = (value: object): Promise<string[]> => faultsOfManifest({ ...manifest, ...value });
    expect(manifest.$schema).toContain(`/v${manifest.manifestVersion}/`);
    expect(await faultsOf({})).toEqual([]);
    expect(await faultsOf({ id: 'work-group' })).not.toEqual([]);
    expect(await faultsOf({ name: { short: 'x'.repeat(31) } })).not.toEqual([]);
    expect(await faultsOf({ surprise: true })).not.toEqual([]);
    expect(fetch).not.toHaveBeenCalled();
  });

  it('holds the manifest and the two icons that it names, and nothing else', async () => {
    const { files, manifest } = await unpack();
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(Object.values(manifest.icons).sort()).toEqual(Object.keys(icons).sort());
    for (const [name, side] of Object.entries(icons)) {
      expect(faultsOfIcon(name, Buffer.from(files[name] ?? []), side)).toEqual([]);
    }
  });

  it('is about one app, at one address, of this release', async () => {
    const { text, manifest } = await unpack();
    expect(text).not.toContain('${{');
    const { developer, id, version, webApplicationInfo } = manifest;
    const bot = botOf(manifest);
    expect([id, bot.botId, webApplicationInfo.id]).toEqual(Array(3).fill(settings.appId));
    expect(version).toBe(release);
    const { websiteUrl, privacyUrl, termsOfUseUrl } = developer;
    for (const url of [websiteUrl, privacyUrl, termsOfUseUrl, webApplicationInfo.resource]) {
      expect(`${url}/`).toMatch(/^https:\/\/bot\.example\.org\//u);
    }
    expect(bot).toMatchObject({ isNotificationOnly: false, supportsCalling: false });
    expect(manifest).not.toHaveProperty('staticTabs');
    expect(manifest).not.toHaveProperty('configurableTabs');
  });

  it('is the same file when it is built again, and another when something is different', async () => {
    const first = await buildPackage(settings);
    expect(await buildPackage(settings)).toEqual(first);
    expect(await buildPackage({ ...settings, version: '9.9.9' })).not.toEqual(first);
  });

  it('is refused whole, with each fault, when something in it is wrong', async () => {
    await expect(buildPackage({ ...settings, appId: 'work-group' })).rejects.toThrow(/^manifest\.json: .*pattern/u);
    expect(faultsOfIcon('color.png', icon('color.png'), 32)).toEqual([
      'color.png must be 32 by 32 pixels, and is 192 by 192.',
    ]);
    expect(faultsOfIcon('color.png', Buffer.from('GIF89a'), 192)).toEqual(['color.png must be a PNG file.']);
  });
});

describe('the icons', () => {
  it('are white on nothing for the outline, and on one colour to the edge for the other', () => {
    const outline = pixelsOf(icon('outline.png'));
    const inked = outline.filter(([, , , alpha]) => alpha !== 0);
    expect(inked.length).toBeGreaterThan(100);
    expect(inked.filter((pixel) => pixel.slice(0, 3).some((colour) => colour !== 255))).toEqual([]);
    expect(outline.length - inked.length).toBeGreaterThan(400);

    const color = pixelsOf(icon('color.png'));
    const side = icons['color.png'];
    const edge = color.filter((_, i) => i < side || i >= side * (side - 1) || i % side === 0 || i % side === side - 1);
    expect(new Set(edge.map(String))).toEqual(new Set(['15,106,114,255']));
    expect(read('manifest/teams/manifest.json')).toContain('"accentColor": "#0f6a72"');
  });
});

describe('the commands', () => {
  let routes: readonly Route[];
  let close: () => Promise<void>;
  beforeAll(async () => {
    const database = await openSqlite('example');
    close = database.close;
    routes = (await startRouter(database)).router.routes;
  });
  afterAll(() => close());

  it('are the routes’ own words, with their help, and end with “help”', async () => {
    const known = new Map(routes.flatMap(({ command }) => (command ? [[command.words, command.help]] : [])));
    const { commandLists } = botOf((await unpack()).manifest);
    for (const { commands } of commandLists) {
      const titles = commands.map(({ title }) => title);
      expect(new Set(titles).size).toBe(titles.length);
      expect(titles.at(-1)).toBe('help');
      for (const { title, description } of commands)
        expect(`${title}: ${description}`).toBe(`${title}: ${known.get(title)}`);
    }
  });

  /** A menu has room for twelve: these are typed, or opened from "home" and "help", which name them. */
  const rare: readonly string[] = [
    'action plan',
    'carry on',
    'classroom',
    'classroom open',
    'classroom return',
    'evidence',
    'funding',
    'handover',
    'heads',
    'heads cancel',
    'heads move',
    'heads plan',
    'heads record',
    'overview',
    'reflections',
    'setup check',
    'setup group',
    'setup heads',
    'trg',
    'trg log',
    'visit',
    'visit book',
    'visit record',
  ];

  it('are in one menu or another, but for the rare ones', async () => {
    const offered = botOf((await unpack()).manifest).commandLists.flatMap((list) => list.commands);
    const all = routes.flatMap(({ command }) => command?.words ?? []);
    const titles = new Set(offered.map(({ title }) => title));
    expect(rare.filter((words) => titles.has(words))).toEqual([]);
    expect([...titles, ...rare].sort()).toEqual(all.sort());
  });

  it('open a dialog at once from beside the field where people write', async () => {
    const known = new Map(routes.flatMap(({ command }) => (command ? [[command.words, command.help]] : [])));
    const { composeExtensions } = (await unpack()).manifest;
    expect(composeExtensions.map(({ botId }) => botId)).toEqual([settings.appId]);
    for (const { id, title, description, ...rest } of composeExtensions[0]?.commands ?? []) {
      expect(`${id}: ${description}`).toBe(`${id}: ${known.get(id)}`);
      expect(title.toLowerCase()).toBe(id);
      expect(rest).toEqual({ type: 'action', context: ['compose'], fetchTask: true });
    }
  });

  it('are as many as Teams shows, in one menu for each place', async () => {
    const bot = botOf((await unpack()).manifest);
    expect(bot.commandLists.map((list) => list.scopes)).toEqual(bot.scopes.map((scope) => [scope]));
    const { commands } = bot.commandLists[0] ?? { commands: [] };
    const filled = fillManifest(settings);
    const withAnother = {
      ...filled,
      bots: [{ ...bot, commandLists: [{ scopes: ['personal'], commands: [...commands, ...commands.slice(0, 1)] }] }],
    };
    expect(await faultsOfManifest(withAnother)).toEqual([expect.stringContaining('more than 12 items')]);
  });

  it('offer in a chat of one’s own what everyone may do, and lead teachers’ reflections', async () => {
    const { commandLists } = botOf((await unpack()).manifest);
    const personal = commandLists.find((list) => list.scopes.includes('personal'));
    const open = routes.flatMap(({ command, who }) => (command && who.includes('head') ? [command.words] : []));
    expect(personal?.commands.map(({ title }) => title).sort()).toEqual(
      [...open.filter((words) => !rare.includes(words)), 'reflect'].sort(),
    );
  });
});

describe('the permissions', () => {
  it('are those that the code gives reasons for, and no more', async () => {
    const { manifest } = await unpack();
    const { permissions } = manifest.authorization;
    expect(permissions.resourceSpecific).toEqual(
      Object.keys(resourceSpecific).map((name) => ({ name, type: 'Application' })),
    );
    expect(botOf(manifest).scopes).toEqual(Object.keys(scopes));
    expect(manifest.permissions).toEqual(Object.keys(shown));
  });

  it('are explained in docs/teams.md', () => {
    const rows = [...read('docs/teams.md').matchAll(/^\| `([\w.]+)` \| [^|]+ \| ([^|]+) \|$/gmu)].map((match) => [
      match[1],
      match[2],
    ]);
    expect(rows).toEqual(Object.entries({ ...resourceSpecific, ...scopes, ...shown }));
  });
});

describe('the addresses of the developer', () => {
  it('answer with a page that people can read', async () => {
    const app = express();
    mountAbout(app);
    const server = await listen(app, { host: '127.0.0.1', port: 0 });
    try {
      const address = server.address();
      if (typeof address !== 'object' || !address) throw new Error('no port');
      const { websiteUrl, privacyUrl, termsOfUseUrl } = (await unpack()).manifest.developer;
      for (const url of [websiteUrl, privacyUrl, termsOfUseUrl]) {
        const response = await fetch(`http://127.0.0.1:${address.port}${new URL(url).pathname}`);
        expect([url, response.status, response.headers.get('content-type')]).toEqual([
          url,
          200,
          'text/html; charset=utf-8',
        ]);
        expect(await response.text()).toMatch(/<h1>[^<]+<\/h1><p>|<h1>[^<]+<\/h1><h2>/u);
      }
    } finally {
      server.close();
    }
  });
});

describe('what is set for the package', () => {
  const { appId, publicUrl } = settings;
  const env = { MicrosoftAppId: appId, PUBLIC_URL: publicUrl };

  it('comes from the environment; an option goes before it', () => {
    expect(readPackageSettings(env, {}, release)).toEqual({ settings });
    const copied = { MicrosoftAppId: ` "${appId.toUpperCase()}" `, PUBLIC_URL: `${publicUrl}/ ` };
    expect(readPackageSettings(copied, {}, release)).toEqual({ settings });
    const flags = {
      'app-id': '0a1b2c3d-0000-4000-8000-00000000000c',
      'public-url': 'https://other.example.org/bot/',
      'app-version': '0.1.1',
    };
    expect(readPackageSettings(env, flags, release)).toEqual({
      settings: { appId: flags['app-id'], publicUrl: 'https://other.example.org/bot', version: '0.1.1' },
    });
  });

  it.each([
    [{ MicrosoftAppId: undefined }, /^MicrosoftAppId is missing\. Copy “Microsoft App ID” .*--app-id\.$/u],
    [{ MicrosoftAppId: 'Work Group' }, /^MicrosoftAppId must look like .* Copy “Microsoft App ID”/u],
    [{ MicrosoftAppId: `${appId}0` }, /^MicrosoftAppId must look like /u],
    [{ PUBLIC_URL: ' ' }, /^PUBLIC_URL is missing: .*--public-url/u],
    [{ PUBLIC_URL: 'http://bot.example.org' }, /^PUBLIC_URL must be https:\/\//u],
    [{ PUBLIC_URL: 'bot.example.org' }, /^PUBLIC_URL must be https:\/\//u],
    [{ PUBLIC_URL: 'https://bot.example.org/?a=b' }, /^PUBLIC_URL must be https:\/\//u],
    [{ PUBLIC_URL: 'https://bot.example .org' }, /^PUBLIC_URL must be https:\/\//u],
  ])('%o is refused in a line that says what to do', (wrong, words) => {
    expect(readPackageSettings({ ...env, ...wrong }, {}, release)).toEqual({ faults: [expect.stringMatching(words)] });
  });

  it.each(['1', '1.0', '1.0.0-beta.1', 'v1.0.0', '01.0.0', '1.0.0.0'])('version %s is refused', (version) => {
    const refused = { faults: ['--app-version must be three numbers, such as 0.1.1.'] };
    expect(readPackageSettings(env, { 'app-version': version }, release)).toEqual(refused);
  });
});

describe('npm run manifest:teams', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'workgroup-package-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const loader = path.join(packageRoot, 'node_modules/tsx/dist/loader.mjs');
  const script = path.join(packageRoot, 'scripts/teams-package.ts');

  /** Elsewhere than in the project's folder, where there may be a file .env. */
  const run = (env: Record<string, string>, ...args: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, ['--import', loader, script, ...args], { cwd: folder, env }, (error, out, err) =>
        resolve({ code: error ? Number(error.code ?? -1) : 0, out, err }),
      );
    });

  it('writes the package, and says where it is and what comes next', async () => {
    const out = path.join(folder, 'new', 'app.zip');
    const env = { MicrosoftAppId: settings.appId, PUBLIC_URL: settings.publicUrl };
    const outcome = await run(env, '--out', out);
    expect(outcome).toEqual({ code: 0, out: expect.stringContaining(`${out}: version ${release}, for`), err: '' });
    expect(outcome.out.trim().split('\n')).toHaveLength(2);
    const step = /docs\/teams\.md, step (\d+)/u.exec(outcome.out)?.[1];
    expect(new RegExp(`^${step}\\. .*`, 'mu').exec(read('docs/teams.md'))?.[0]).toContain('Teams admin centre');
    expect(new Uint8Array(readFileSync(out))).toEqual(await buildPackage(settings));
  });

  it('writes nothing and says each thing that is missing', async () => {
    const out = path.join(folder, 'none.zip');
    const { code, out: said, err } = await run({}, '--out', out);
    expect([code, said]).toEqual([1, '']);
    expect(err.trim().split('\n')).toEqual([
      expect.stringMatching(/^MicrosoftAppId is missing/u),
      expect.stringMatching(/^PUBLIC_URL is missing/u),
    ]);
    expect(existsSync(out)).toBe(false);
  });
});
