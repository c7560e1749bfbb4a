import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AppManifestUtils, type TeamsManifest } from '@microsoft/app-manifest';
import { zipSync } from 'fflate';
import { loadEnvFile } from '../src/config.js';
import { clean, type Environment } from '../src/shared/environment.js';
import { root } from './schema.js';

/**
 * Builds the app package for Teams: `npm run manifest:teams -- [--app-id ID] [--public-url URL] [--out FILE]
 * [--app-version 0.1.1]`. What is not said comes from the environment or the file `.env`, and the version from
 * package.json. The same settings give the same bytes.
 */
const source = path.join(root, 'manifest/teams');

export interface PackageSettings {
  appId: string;
  /** https, without a slash at the end */
  publicUrl: string;
  /** Teams takes an update only when this has changed: "0.1.0" */
  version: string;
}

interface Flags {
  'app-id'?: string | undefined;
  'public-url'?: string | undefined;
  'app-version'?: string | undefined;
}

/** Sides in pixels, each of a square: https://learn.microsoft.com/microsoft-365/extensibility/schema/root-icons */
export const icons = { 'color.png': 192, 'outline.png': 32 } as const;

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/iu;
/** Teams reads no more of semver: https://github.com/OfficeDev/microsoft-teams-app-schema/issues/174 */
const threeNumbers = /^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/u;

export function readPackageSettings(
  env: Environment,
  flags: Flags,
  packageVersion: string,
): { settings: PackageSettings } | { faults: string[] } {
  const appId = clean(flags['app-id'] ?? env.MicrosoftAppId);
  const address = clean(flags['public-url'] ?? env.PUBLIC_URL);
  const version = clean(flags['app-version']) ?? packageVersion;
  const faults = [
    ...(appId === undefined
      ? [`MicrosoftAppId is missing. ${whereAppId} Set it in .env, or add --app-id.`]
      : guid.test(appId)
        ? []
        : [`MicrosoftAppId must look like 12345678-90ab-cdef-1234-567890abcdef. ${whereAppId}`]),
    ...(address === undefined
      ? ['PUBLIC_URL is missing: the address of this bot. Set it in .env, or add --public-url https://bot.example.org.']
      : isPublic(address)
        ? []
        : ['PUBLIC_URL must be https:// and the name of the server, such as https://bot.example.org.']),
    ...(threeNumbers.test(version) ? [] : ['--app-version must be three numbers, such as 0.1.1.']),
  ];
  if (faults.length > 0 || appId === undefined || address === undefined) return { faults };
  return { settings: { appId: appId.toLowerCase(), publicUrl: address.replace(/\/+$/u, ''), version } };
}

const whereAppId = 'Copy “Microsoft App ID” from the Azure bot’s page “Configuration”.';

function isPublic(address: string): boolean {
  if (/\s/u.test(address) || !URL.canParse(address)) return false;
  const { protocol, search, hash, username } = new URL(address);
  return protocol === 'https:' && search + hash + username === '';
}

/** The template with the settings in it. */
export function fillManifest({ appId, publicUrl, version }: PackageSettings): object {
  const values: Readonly<Record<string, string>> = { MicrosoftAppId: appId, PUBLIC_URL: publicUrl, VERSION: version };
  const fill = (text: string): string =>
    text.replace(/\$\{\{(\w+)\}\}/gu, (whole, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`manifest/teams/manifest.json: nothing is known about ${whole}`);
      return value;
    });
  const template = readFileSync(path.join(source, 'manifest.json'), 'utf8');
  return JSON.parse(template, (_key, value: unknown) => (typeof value === 'string' ? fill(value) : value));
}

/** What Microsoft's schema says against it; the schema comes with the library, so no network is needed. */
export async function faultsOfManifest(manifest: object): Promise<string[]> {
  return (await AppManifestUtils.validateAgainstSchema(manifest as TeamsManifest)).map(
    (fault) => `manifest.json: ${fault}`,
  );
}

/** What is wrong with an icon: https://www.w3.org/TR/png-3/#11IHDR */
export function faultsOfIcon(name: string, bytes: Buffer, side: number): string[] {
  const isPng = bytes.length > 24 && bytes.toString('latin1', 1, 4) === 'PNG';
  if (!isPng) return [`${name} must be a PNG file.`];
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  return width === side && height === side
    ? []
    : [`${name} must be ${side} by ${side} pixels, and is ${width} by ${height}.`];
}

/** @throws Error with a line for each fault */
export async function buildPackage(settings: PackageSettings): Promise<Uint8Array> {
  const manifest = fillManifest(settings);
  const pictures = Object.keys(icons).map((name) => [name, readFileSync(path.join(source, name))] as const);
  const faults = [
    ...(await faultsOfManifest(manifest)),
    ...pictures.flatMap(([name, bytes]) => faultsOfIcon(name, bytes, icons[name as keyof typeof icons])),
  ];
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const files = {
    'manifest.json': Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`),
    ...Object.fromEntries(pictures),
  };
  return zipSync(files, { level: 9, mtime: new Date(2026, 0, 1) });
}

async function main(): Promise<void> {
  const { values: flags } = parseArgs({
    options: {
      'app-id': { type: 'string' },
      'public-url': { type: 'string' },
      'app-version': { type: 'string' },
      out: { type: 'string', default: 'dist/workgroup-teams.zip' },
    },
  });
  loadEnvFile();
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const reading = readPackageSettings(process.env, flags, version);
  if ('faults' in reading) throw new Error(reading.faults.join('\n'));
  const bytes = await buildPackage(reading.settings);
  write(flags.out, bytes);
  process.stdout.write(
    `${flags.out}: version ${reading.settings.version}, for ${reading.settings.publicUrl}\n` +
      'Next: at https://admin.teams.microsoft.com, Teams apps, Manage apps, upload it (docs/teams.md, step 9).\n',
  );
}

function write(file: string, bytes: Uint8Array): void {
  try {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    writeFileSync(file, bytes);
  } catch (error) {
    throw new Error(`--out: “${file}” cannot be written. Name another file.`, { cause: error });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
