/** An error at the start or on the command line, in words that say what to do. */
export function inWords(error: unknown): string {
  const whole = wholeOf(error);
  for (const [pattern, words] of known) {
    const found = pattern.exec(whole);
    if (found) return words.replace('$1', found[1] ?? '');
  }
  const text = error instanceof Error ? error.message : String(error);
  // Prisma quotes the code that failed; what the database said comes last.
  return text.startsWith('\nInvalid `') ? `The database said: ${text.trim().split('\n').at(-1)}` : text;
}

const busy = /SQLITE_BUSY|SocketTimeout|database is locked|"P(1008|2024|2028)"/u;

const away =
  /SQLITE_(BUSY|FULL|IOERR|READONLY|CANTOPEN)|database is locked|disk is full|ENOSPC|"P(1001|1002|1008|1017|2024|2028)"|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TransactionAlreadyClosed|ECONNREFUSED|ECONNRESET|EPIPE|Connection terminated|terminating connection|not currently accepting connections|57P0[123]/u;

const conflict = /"P2034"|TransactionWriteConflict|40P01/u;

const isOfDatabase = (error: unknown): boolean =>
  error instanceof Error && /^(PrismaClient|DriverAdapter)/u.test(error.name);

/** Whether the database gave this up because somebody else changed the same at the same moment; nothing of it is left. */
export const isConflict = (error: unknown): boolean => isOfDatabase(error) && conflict.test(wholeOf(error));

/** Whether the database took nothing at the moment, and may again soon: it is full, locked, or gone. */
export const isAway = (error: unknown): boolean =>
  isConflict(error) || (isOfDatabase(error) && away.test(wholeOf(error)));

/** Whether the database had no room for this at the moment: nothing was changed, and trying again helps. */
export const isBusy = (error: unknown): boolean => busy.test(wholeOf(error)) || isAway(error);

export const busyWords = 'The bot is busy just now, and nothing was changed. Please try again in a minute.';

/** What an error and those behind it say of themselves. */
function wholeOf(error: unknown): string {
  try {
    return JSON.stringify(error, (_key, value: unknown) =>
      value instanceof Error ? { ...value, message: value.message, cause: value.cause } : value,
    );
  } catch {
    // Errors of HTTP clients hold what they came from, in circles.
    return error instanceof Error ? error.message : String(error);
  }
}

/** `$1` in the words is what the pattern has found. */
const known: readonly (readonly [RegExp, string])[] = [
  [/NODE_MODULE_VERSION/u, 'Node has changed since the install. Run npm ci again, then start again.'],
  [
    /ERR_DLOPEN_FAILED/u,
    'A part of the install was made for another computer or another Node. Run npm ci again, then start again.',
  ],
  [
    /Cannot find (?:package|module) '([^']+)'/u,
    'The install is not complete: “$1” is missing. Run npm ci again, then start again.',
  ],
  [/listen EADDRINUSE/u, 'PORT is taken by another program. Stop that, or set PORT to another number.'],
  [/listen EACCES/u, 'PORT: this user may not use that port. Set PORT to a number above 1023.'],
  [/listen (EADDRNOTAVAIL|EAFNOSUPPORT)/u, 'HOST: this computer has no such address. Set HOST to 127.0.0.1.'],
  [
    /SQLITE_READONLY|readonly database|SQLITE_CANTOPEN|unable to open database|\bEACCES\b|\bEROFS\b|(ENOTDIR|EEXIST).*mkdir/u,
    'DATABASE_URL: the database file cannot be written. Check that its folder exists and that this user may write there. Nothing was changed.',
  ],
  [
    busy,
    'DATABASE_URL: another program holds the database. Wait a minute or stop that program, then try again. Nothing was changed.',
  ],
  [
    /SQLITE_NOTADB|file is not a database|SQLITE_CORRUPT/iu,
    'DATABASE_URL: that file is not a database of this product, or it is damaged. Name another file, or restore a backup.',
  ],
  [/SQLITE_FULL|disk is full|ENOSPC/iu, 'The disk is full. Free some room, then try again. Nothing was changed.'],
  [
    /ECONNREFUSED|DatabaseNotReachable|P1001/iu,
    'DATABASE_URL: no PostgreSQL answers there. Check the address and that it runs, then try again.',
  ],
  [
    /AuthenticationFailed|DatabaseAccessDenied|P1000|P1010|password authentication/iu,
    'DATABASE_URL: PostgreSQL refuses this user or password. Check both.',
  ],
  [
    /URI malformed/u,
    'DATABASE_URL: a user or password with a % in it cannot be read. Write % as %25, @ as %40, / as %2F, ? as %3F and # as %23.',
  ],
  [
    /DatabaseDoesNotExist|P1003/iu,
    'DATABASE_URL: PostgreSQL has no database of that name. Create it first (createdb NAME).',
  ],
];
