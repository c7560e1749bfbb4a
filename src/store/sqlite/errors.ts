import { DriverAdapterError, type MappedError } from '@prisma/driver-adapter-utils';
import { UnfitValueError } from './values.js';

/** What the driver throws for an error of SQLite. */
interface SqliteError extends Error {
  code: 'ERR_SQLITE_ERROR';
  /** Extended result code: https://www.sqlite.org/rescode.html */
  errcode?: number;
}

/** Primary result codes by name: the last eight bits of an extended one. */
const names: Readonly<Record<number, string>> = {
  1: 'SQLITE_ERROR',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  18: 'SQLITE_TOOBIG',
  19: 'SQLITE_CONSTRAINT',
  20: 'SQLITE_MISMATCH',
  26: 'SQLITE_NOTADB',
};

/** On Node 20 the driver's `all` leaves the code out; SQLite's words then tell. */
const codes: readonly (readonly [words: string, code: number])[] = [
  ['UNIQUE constraint failed', 2067],
  ['NOT NULL constraint failed', 1299],
  ['FOREIGN KEY constraint failed', 787],
  ['database is locked', 5],
  ['attempt to write a readonly database', 8],
  ['disk I/O error', 10],
  ['database disk image is malformed', 11],
  ['database or disk is full', 13],
  ['unable to open database file', 14],
  ['file is not a database', 26],
];

const isSqliteError = (error: unknown): error is SqliteError =>
  error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';

const codeOf = ({ errcode, message }: SqliteError): number =>
  errcode ?? codes.find(([words]) => message.startsWith(words))?.[1] ?? 1;

/** An error of SQLite as Prisma takes it from an adapter; any other as it is. */
export function toPrismaError(error: unknown): unknown {
  if (error instanceof UnfitValueError) {
    return new DriverAdapterError({ kind: 'ValueOutOfRange', cause: error.message });
  }
  if (!isSqliteError(error)) return error;
  const code = codeOf(error);
  return new DriverAdapterError({
    originalCode: names[code & 0xff] ?? `SQLITE_${code}`,
    originalMessage: error.message,
    ...mapped(code, error.message),
  });
}

function mapped(code: number, message: string): MappedError {
  switch (code) {
    case 2067: // UNIQUE
    case 1555: // PRIMARYKEY
    case 2579: {
      // ROWID
      const [first = ''] = columnsIn(message);
      return {
        kind: 'UniqueConstraintViolation',
        constraint: { fields: columnsIn(message).map(lastPart) },
        table: first.split('.').slice(0, -1).join('.'),
      };
    }
    case 1299: // NOTNULL
      return { kind: 'NullConstraintViolation', constraint: { fields: columnsIn(message).map(lastPart) } };
    case 787: // FOREIGNKEY
    case 1811: // TRIGGER
      return { kind: 'ForeignKeyConstraintViolation', constraint: { foreignKey: {} } };
  }
  if ((code & 0xff) === 5) return { kind: 'SocketTimeout' };
  const table = /^no such table: (.+)$/u.exec(message)?.[1];
  if (table !== undefined) return { kind: 'TableDoesNotExist', table };
  const column = /(?:^no such column: |has no column named )(.+)$/u.exec(message)?.[1];
  if (column !== undefined) return { kind: 'ColumnNotFound', column };
  return { kind: 'sqlite', extendedCode: code, message };
}

/** "UNIQUE constraint failed: Person.hubId, Person.email" */
const columnsIn = (message: string): string[] => message.split('constraint failed: ')[1]?.split(', ') ?? [];

const lastPart = (column: string): string => column.split('.').at(-1) ?? column;
