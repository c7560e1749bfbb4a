import { decodeText } from './decode-text.js';

/** Variables by name, as they were set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Each fault is one line that names the variable and says what to do; no line repeats a secret. */
export type Reading<Settings> = { settings: Settings | undefined } | { faults: string[] };

/**
 * The text of a settings file, whatever an editor saved it as: UTF-8, UTF-16 with a byte-order mark, or Windows' own
 * character set; with the line ends of any system.
 * @returns undefined for what is no text
 */
export function decodeSettings(bytes: Uint8Array): string | undefined {
  const text = decodeText(bytes);
  return text.includes('\0') ? undefined : text.replace(/\r\n?/gu, '\n').replace(/^\uFEFF/gmu, '');
}

/** Takes off what came along when somebody copied a value: blanks round it, quotation marks. Blank is absent. */
export function clean(value: string | undefined): string | undefined {
  const bare = value
    ?.trim()
    .replace(/^(["'“‘`])(.*)["'”’`]$/su, '$2')
    .trim();
  return bare === '' ? undefined : bare;
}

/** These variables, clean. */
export function pick<Name extends string>(env: Environment, names: readonly Name[]): Record<Name, string | undefined> {
  return Object.fromEntries(names.map((name) => [name, clean(env[name])])) as Record<Name, string | undefined>;
}

/** A fault for each of these that was not copied in one piece. */
export function faultsOfPieces<Name extends string>(
  given: Readonly<Record<Name, string | undefined>>,
  names: readonly Name[],
): string[] {
  return names
    .filter((name) => /\s/u.test(given[name] ?? ''))
    .map((name) => `${name} has a blank or a line break inside. Copy it again, in one piece.`);
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

/** Whether only this computer is reached by that name or address. */
export const isLoopback = (host: string): boolean => loopback.has(host);
