import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../src/shared/package-root.js';

interface SourceFile {
  /** From the project folder: "src/delivery/relay.ts" */
  file: string;
  /** Files of ours that it imports, and packages. */
  files: string[];
  packages: string[];
}

const sources = ['src', 'cards']
  .flatMap((folder) =>
    readdirSync(path.join(packageRoot, folder), { recursive: true, encoding: 'utf8' }).map(
      (name) => `${folder}/${name}`,
    ),
  )
  .filter((file) => file.endsWith('.ts') && !file.includes('/generated/'))
  .map(readSource);

function readSource(file: string): SourceFile {
  const code = readFileSync(path.join(packageRoot, file), 'utf8');
  const specifiers = [...code.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/gu)].map((match) => match[1] ?? '');
  const own = specifiers.filter((one) => one.startsWith('.'));
  return {
    file,
    files: own.map((one) => path.posix.join(path.posix.dirname(file), one).replace(/\.js$/u, '.ts')),
    packages: specifiers.filter((one) => !one.startsWith('.') && !one.startsWith('node:')),
  };
}

/** What each room may touch. A room may always touch itself. */
const arrows: Readonly<Record<string, readonly RegExp[]>> = {
  cards: [],
  'src/shared': [],
  'src/calendar': [/^src\/shared\//u],
  'src/store': [/^src\/shared\//u, /^src\/calendar\//u],
  'src/render': [/^cards\/model\.ts$/u, /^src\/shared\//u],
  'src/delivery': [/^src\/(store|calendar|shared)\//u, /^src\/render\/plain-text\.ts$/u, /^cards\//u],
  'src/edge': [/^src\/(store|calendar|shared)\//u, /^src\/delivery\/planner\.ts$/u, /^cards\//u],
  'src/features': [
    /^src\/(edge|store|calendar|shared)\//u,
    /^src\/delivery\/(planner|plan|building)\.ts$/u,
    /^cards\//u,
    // The programmes are data that any feature may read.
    /^src\/features\/programmes\//u,
    /^src\/features\/[\w-]+\/schema\.ts$/u,
  ],
  'src/platforms': [
    /^src\/(edge|render|shared|store|calendar)\//u,
    /^src\/delivery\/(messenger|relay)\.ts$/u,
    /^src\/platforms\/[\w-]+\.ts$/u,
    /^cards\//u,
  ],
};

/** These put together what other features know: the ledger of commitments shows what every record says. */
const readers = /^src\/features\/(reports|home|commitments|overview|setting-up)\//u;
const readable = /^src\/features\/[\w-]+\/(store|rules|review|big-ideas)\.ts$/u;

const roomOf = (file: string): string | undefined => Object.keys(arrows).find((room) => file.startsWith(`${room}/`));

/** A feature, or a platform, is a room of its own within its room. */
const homeOf = (file: string): string =>
  file.match(/^src\/(?:features|platforms)\/[\w-]+\//u)?.[0] ?? `${roomOf(file)}/`;

describe('the architecture', () => {
  it('keeps its arrows', () => {
    const wrong = sources.flatMap(({ file, files }) => {
      const room = roomOf(file);
      if (room === undefined) return [];
      return files
        .filter((target) => !target.startsWith(homeOf(file)))
        .filter((target) => !arrows[room]?.some((allowed) => allowed.test(target)))
        .filter((target) => !(readers.test(file) && readable.test(target)))
        .map((target) => `${file} -> ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('has no circles', () => {
    const imports = new Map(sources.map(({ file, files }) => [file, files]));
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      else if (!done.has(file)) {
        for (const target of imports.get(file) ?? []) visit(target, [...trail, file]);
        done.add(file);
      }
    };
    for (const { file } of sources) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('has features whose files with the same names mean the same', () => {
    const known = /\/(schema|rules|store|actions|routes|reminders|feed|questions)\.ts$/u;
    const extra = sources
      .map(({ file }) => file)
      .filter((file) => file.startsWith('src/features/') && !known.test(file))
      // Reading a CSV file and describing twelve programmes are many small files of their own.
      .filter((file) => !/^src\/features\/(enrolment|programmes)\//u.test(file));
    expect(extra.sort()).toEqual([
      'src/features/commitments/evidence.ts',
      'src/features/commitments/review.ts',
      'src/features/gap-tasks/big-ideas.ts',
      'src/features/handover/leaving.ts',
      'src/features/head-meetings/taking-part.ts',
      'src/features/meetings/taking-part.ts',
      'src/features/people/addresses.ts',
      'src/features/people/standing-down.ts',
      'src/features/reports/digest.ts',
      'src/features/reports/themes.ts',
    ]);
  });

  it.each([
    [/^@slack\//u, /^src\/platforms\/slack\//u],
    [/^(botbuilder|botframework)/u, /^src\/platforms\/teams\//u],
    [/^(adaptivecards|markdown-it)$/u, /^src\/platforms\/local\/page\//u],
    [/^express$/u, /^src\/platforms\//u],
    [/^@prisma\//u, /^src\/store\//u],
    [/^@photostructure\//u, /^src\/store\/sqlite\//u],
    [/^(temporal-polyfill|date-holidays)$/u, /^src\/calendar\//u],
    [/^node-cron$/u, /^src\/delivery\/clockwork\.ts$/u],
    [/^prom-client$/u, /^src\/metrics\.ts$/u],
    [/^ical-generator$/u, /^src\/features\/feeds\/feed\.ts$/u],
    [/^csv-parse/u, /^src\/features\/enrolment\//u],
    [/^csv-stringify/u, /^src\/cli\//u],
    [/^yaml$/u, /^src\/features\/programmes\//u],
    [/^commander$/u, /^src\/cli/u],
  ])('lets only one room know %s', (name, room) => {
    const strangers = sources.filter(
      ({ file, packages }) => packages.some((one) => name.test(one)) && !room.test(file),
    );
    expect(strangers.map(({ file }) => file)).toEqual([]);
  });

  it('keeps time behind the clock', () => {
    // Slack signs by the wall clock, whatever ours says.
    const own =
      /^src\/(shared\/clock|platforms\/local\/time-machine|platforms\/slack\/before-bolt|platforms\/teams\/sign-in|cli\/present)\.ts$|^src\/platforms\/local\/page\//u;
    const late = sources
      .filter(({ file }) => !own.test(file))
      .filter(({ file }) => {
        const code = readFileSync(path.join(packageRoot, file), 'utf8');
        return /Date\.now\(\)|new Date\(\)/u.test(code);
      });
    expect(late.map(({ file }) => file)).toEqual([]);
  });

  it('has no barrels, and names in kebab case', () => {
    const names = sources.map(({ file }) => path.basename(file, '.ts'));
    expect(names.filter((name) => name === 'index' || !/^[a-z0-9]+(-[a-z0-9]+)*(\.d)?$/u.test(name))).toEqual([]);
  });
});
