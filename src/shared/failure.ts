/** An error at the start or on the command line, in words that say what to do. */
export function inWords(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const cause = `${text} ${error instanceof Error ? JSON.stringify(error, Object.getOwnPropertyNames(error)) : ''}`;
  for (const [pattern, words] of known) if (pattern.test(cause)) return words;
  return text;
}

const known: readonly (readonly [RegExp, string])[] = [
  [
    /SQLITE_READONLY|readonly database|SQLITE_CANTOPEN|unable to open database|EACCES|EROFS/iu,
    'DATABASE_URL: the database file cannot be written. Check that its folder exists and that this user may write there. Nothing was changed.',
  ],
  [
    /SQLITE_BUSY|SocketTimeout|database is locked/iu,
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
    /DatabaseDoesNotExist|P1003/iu,
    'DATABASE_URL: PostgreSQL has no database of that name. Create it first (createdb NAME).',
  ],
];
