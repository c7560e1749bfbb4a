import { type ColumnType, ColumnTypeEnum, type SqlQuery, type SqlResultSet } from '@prisma/driver-adapter-utils';
import type { Connection, Statement } from './driver.js';
import { fromSqlite, toSqlite, typeOfColumn, typeOfValues } from './values.js';

/** How many prepared statements are kept: what is asked often has some two hundred shapes. */
const most = 250;

interface Prepared {
  statement: Statement;
  names: string[];
  /** Undefined where only the values tell. */
  types: (ColumnType | undefined)[];
  /** Columns whose values Prisma may not take as they are. */
  converted: number[];
}

/** Statements of one connection, prepared once for each text; those not used for longest are let go. */
export interface Statements {
  /** @returns rows and what is in them; none for a statement that has no rows */
  query(query: SqlQuery): SqlResultSet;
  /** @returns how many rows it changed */
  execute(query: SqlQuery): number;
  /** Several statements without arguments. */
  executeScript(script: string): void;
}

export function createStatements(connection: Connection): Statements {
  const kept = new Map<string, Prepared>();

  function prepared(sql: string): Prepared {
    const known = kept.get(sql);
    if (known) {
      // A Map gives the oldest first: what is used becomes the newest.
      kept.delete(sql);
      kept.set(sql, known);
      return known;
    }
    const fresh = prepare(connection, sql);
    if (!isOrdinary(sql)) {
      kept.clear();
      return fresh;
    }
    kept.set(sql, fresh);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return fresh;
  }

  const bind = ({ args, argTypes }: SqlQuery) => args.map((arg, index) => toSqlite(arg, argTypes[index]));

  return {
    query: (query) => {
      const { statement, names, types, converted } = prepared(query.sql);
      if (names.length === 0) {
        statement.run(...bind(query));
        return { columnNames: [], columnTypes: [], rows: [] };
      }
      const rows = statement.all(...bind(query)) as unknown[][];
      const columnTypes = types.map((type, index) => type ?? typeOfValues(columnOf(rows, index)));
      for (const row of rows) {
        for (const index of converted) row[index] = fromSqlite(row[index], columnTypes[index]);
      }
      return { columnNames: names, columnTypes, rows };
    },
    execute: (query) => Number(prepared(query.sql).statement.run(...bind(query)).changes),
    executeScript: (script) => {
      kept.clear();
      connection.exec(script);
    },
  };
}

/** Whether it leaves tables and settings as they are: after any other, what is known of columns may be wrong. */
const isOrdinary = (sql: string): boolean =>
  /^\s*(select|insert|update|delete|with|begin|commit|rollback|savepoint|release)\b/iu.test(sql);

function prepare(connection: Connection, sql: string): Prepared {
  const statement = connection.prepare(sql);
  statement.setReturnArrays(true);
  const columns = statement.columns();
  const types = columns.map(({ type }) => typeOfColumn(type));
  // Numbers are faster than BigInts, and exact where a column holds 32 bits.
  const large = types.some((type) => type === undefined || type === ColumnTypeEnum.Int64);
  statement.setReadBigInts(large);
  return {
    statement,
    names: columns.map(({ name }) => name),
    types,
    converted: [...types.keys()].filter((index) => large || types[index] === ColumnTypeEnum.DateTime),
  };
}

function* columnOf(rows: readonly unknown[][], index: number): Generator<unknown> {
  for (const row of rows) yield row[index];
}
