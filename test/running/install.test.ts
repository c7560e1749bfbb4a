import { execFile, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { inWords } from '../../src/shared/failure.js';
import { faultOfNode } from '../../src/shared/node-version.js';
import { packageRoot } from '../../src/shared/package-root.js';

interface Ended {
  code: unknown;
  out: string;
  said: string;
}

/** The product as it is after `npm ci`, in a folder of its own. */
let home: string;
beforeAll(() => {
  home = path.join(mkdtempSync(path.join(inject('folder'), 'install-')), '.apps', 'Bot für Łódź & co');
  for (const name of ['package.json', 'tsconfig.json', 'src', 'cards', 'scripts', 'prisma', 'examples'])
    cpSync(path.join(packageRoot, name), path.join(home, name), { recursive: true });
  mkdirSync(path.join(home, 'node_modules'));
  for (const name of readdirSync(path.join(packageRoot, 'node_modules')))
    symlinkSync(path.join(packageRoot, 'node_modules', name), path.join(home, 'node_modules', name));
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  execFileSync(process.execPath, ['--import', tsx, 'scripts/build.ts'], { cwd: home });
});

const env = { PATH: process.env.PATH, PORT: '0' };

const run = (...words: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: home, env }, (error, out, said) =>
      resolve({ code: error?.code ?? 0, out, said }),
    );
  });

describe('a folder with blanks, letters beyond ASCII and a name that begins with a dot', () => {
  it('has the page, and keeps the database in it', async () => {
    const bot = spawn(process.execPath, ['dist/main.js'], { cwd: home, env });
    const url = await new Promise<string>((resolve) => {
      bot.stdout.on('data', (words) => resolve(/http:\S+/u.exec(String(words))?.[0] ?? ''));
    });
    const kinds = ['/', '/page.css', '/main.js', '/readyz'].map(async (address) => {
      const { status, headers } = await fetch(`${url}${address}`);
      return `${status} ${headers.get('content-type')?.split(';')[0]}`;
    });
    expect(await Promise.all(kinds)).toEqual([
      '200 text/html',
      '200 text/css',
      '200 text/javascript',
      '200 application/json',
    ]);
    bot.kill();
    expect(existsSync(path.join(home, 'data/workgroup.db'))).toBe(true);
    expect(await run('dist/cli.js', 'upcoming', '--limit', '1')).toMatchObject({ code: 0, said: '' });
  });
});

describe('Node', () => {
  const needed =
    'The bot needs Node 20.19 or a later 20, 22.16 or a later 22, or 24 or newer: install one from https://nodejs.org, then run npm ci again.';

  it.each(['20.19.0', '20.20.2', '22.16.0', '22.23.3', '24.0.0', '25.1.0', '26.10.0', '100.0.0'])(
    '%s will do',
    (version) => {
      expect(faultOfNode(version)).toBeUndefined();
    },
  );

  it.each(['16.20.2', '18.20.8', '19.19.0', '20.18.3', '21.19.0', '22.11.0', '22.15.1', '23.16.0'])(
    '%s will not, and says what will',
    (version) => {
      expect(faultOfNode(version)).toBe(`This is Node ${version}. ${needed}`);
    },
  );

  it.each([['dist/main.js'], ['dist/cli.js', 'doctor', '--json'], ['dist/cli.js', '--help']])(
    'is looked at before anything else: %s',
    async (...words) => {
      const other = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '21.7.3' } })";
      const ended = await run('--import', `data:text/javascript,${encodeURIComponent(other)}`, ...words);
      expect(ended).toEqual({ code: 1, out: '', said: `This is Node 21.7.3. ${needed}\n` });
    },
  );
});

describe('an install that does not fit', () => {
  it.each([['dist/main.js'], ['dist/cli.js', 'doctor']])('lacks something: %s says what to do', async (...words) => {
    rmSync(path.join(home, 'node_modules/zod'));
    const ended = await run(...words);
    symlinkSync(path.join(packageRoot, 'node_modules/zod'), path.join(home, 'node_modules/zod'));
    const said = 'The install is not complete: “zod” is missing. Run npm ci again, then start again.\n';
    expect(ended).toEqual({ code: 1, out: '', said });
  });

  it('was made with another Node, or on another computer: says so', () => {
    const file = path.join(home, 'other.node');
    writeFileSync(file, 'made for another computer');
    const load = (): string => {
      try {
        process.dlopen({ exports: {} }, file);
      } catch (error) {
        return inWords(error);
      }
      return 'loaded';
    };
    expect(load()).toBe(
      'A part of the install was made for another computer or another Node. Run npm ci again, then start again.',
    );
    const ofNode = Object.assign(
      new Error(
        `The module '${file}'\nwas compiled against a different Node.js version using\nNODE_MODULE_VERSION 127. This version of Node.js requires\nNODE_MODULE_VERSION 115. Please try re-compiling or re-installing\nthe module (for instance, using \`npm rebuild\` or \`npm install\`).`,
      ),
      { code: 'ERR_DLOPEN_FAILED' },
    );
    expect(inWords(ofNode)).toBe('Node has changed since the install. Run npm ci again, then start again.');
  });
});

it('npm ci installs what the build needs where NODE_ENV is production too', () => {
  const folder = mkdtempSync(path.join(inject('folder'), 'npm-'));
  mkdirSync(path.join(folder, 'tool'));
  writeFileSync(path.join(folder, 'tool/package.json'), '{ "name": "tool", "version": "1.0.0" }');
  writeFileSync(path.join(folder, 'package.json'), '{ "devDependencies": { "tool": "file:tool" } }');
  cpSync(path.join(packageRoot, '.npmrc'), path.join(folder, '.npmrc'));
  const npm = (...words: string[]) =>
    execFileSync('npm', [...words, '--offline'], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, NODE_ENV: 'production' },
      stdio: 'pipe',
    });
  npm('install', '--package-lock-only');
  npm('ci');
  expect(existsSync(path.join(folder, 'node_modules/tool'))).toBe(true);
});
