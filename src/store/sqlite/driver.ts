import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';

/** Of the API of `node:sqlite`, what the adapter uses. */
export interface Connection {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  close(): void;
}

export interface Statement {
  columns(): { name: string; type: string | null }[];
  all(...args: Bindable[]): unknown[];
  run(...args: Bindable[]): { changes: number | bigint };
  setReadBigInts(enabled: boolean): void;
  setReturnArrays(enabled: boolean): void;
}

export type Bindable = string | number | bigint | Uint8Array | null;

interface Driver {
  DatabaseSync: new (file: string) => Connection;
}

/** SQLite as Node has it, from 22.16 on; on Node 20 the same API from a package. */
export async function loadDriver(): Promise<Driver> {
  const own = withoutWarning(() => process.getBuiltinModule('node:sqlite')) as Driver | undefined;
  return own ?? ((await import('@photostructure/sqlite')) as unknown as Driver);
}

/** Node 22 warns that `node:sqlite` is experimental, which nobody who starts the bot can do anything about. */
function withoutWarning<Result>(load: () => Result): Result {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * Opens a database file, made where there is none.
 * @param file a path, or `:memory:`
 */
export async function open(file: string): Promise<Connection> {
  const { DatabaseSync } = await loadDriver();
  if (file !== ':memory:') keepPrivate(file);
  const connection = new DatabaseSync(file);
  try {
    // FULL: what was acknowledged survives a power cut, not only a crash of the process.
    // secure_delete: what somebody took back is not left in the file.
    connection.exec(
      'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;',
    );
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}

/**
 * Closes a connection and leaves one whole file behind, unless somebody else has it open. SQLite does that by itself when
 * the last connection closes; on Node 20 it would be as late as its statements are collected.
 */
export function close(connection: Connection): void {
  try {
    connection.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE;');
  } catch {
    // Somebody else has it open, or it cannot be written: what is in the log beside it is read at the next opening.
  }
  connection.close();
}

/** Only the user who runs the bot may read the file, and those that SQLite keeps beside it, which take its mode. */
function keepPrivate(file: string): void {
  if (!existsSync(file)) {
    closeSync(openSync(file, 'a', 0o600));
    return;
  }
  for (const own of [file, `${file}-wal`, `${file}-shm`]) {
    try {
      chmodSync(own, 0o600);
    } catch {
      // It is not there, or belongs to somebody else, who decides.
    }
  }
}
