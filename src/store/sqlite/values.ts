import { type ArgType, type ColumnType, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import type { Bindable } from './driver.js';

/** A value that SQLite cannot keep as it is. */
export class UnfitValueError extends Error {}

const int64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

/**
 * What SQLite keeps for a value of Prisma's: whole numbers as integers, truth as 0 and 1, instants as ISO text.
 * @throws UnfitValueError for text with a NUL, which SQLite's readers cut there and PostgreSQL refuses, and for whole
 * numbers beyond 64 bits
 */
export function toSqlite(value: unknown, type: ArgType | undefined): Bindable {
  const scalar = type?.scalarType;
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return textOf(value);
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'bigint') return within64Bits(value);
  if (typeof value === 'number') {
    const whole = scalar !== 'float' && scalar !== 'decimal' && Number.isSafeInteger(value);
    return whole ? BigInt(value) : value;
  }
  if (typeof value !== 'string') throw new UnfitValueError(`a value of type ${typeof value} cannot be kept`);
  switch (scalar) {
    case 'int':
    case 'bigint':
      return within64Bits(BigInt(value));
    case 'float':
    case 'decimal':
      return Number(value);
    case 'datetime':
      return textOf(new Date(value));
    case 'bytes':
      return Buffer.from(value, 'base64');
    default:
      if (value.includes('\0')) throw new UnfitValueError('text cannot hold the character U+0000');
      return value;
  }
}

/** As Prisma's own adapter for SQLite writes it, so that old and new rows compare. */
const textOf = (instant: Date): string => instant.toISOString().replace('Z', '+00:00');

function within64Bits(value: bigint): bigint {
  if (value < int64.least || value > int64.most) throw new UnfitValueError('a whole number is beyond 64 bits');
  return value;
}

const declared: Readonly<Record<string, ColumnType>> = {
  INTEGER: ColumnTypeEnum.Int32,
  INT: ColumnTypeEnum.Int32,
  BIGINT: ColumnTypeEnum.Int64,
  REAL: ColumnTypeEnum.Double,
  DECIMAL: ColumnTypeEnum.Numeric,
  BOOLEAN: ColumnTypeEnum.Boolean,
  TEXT: ColumnTypeEnum.Text,
  DATETIME: ColumnTypeEnum.DateTime,
  TIMESTAMP: ColumnTypeEnum.DateTime,
  JSONB: ColumnTypeEnum.Json,
  BLOB: ColumnTypeEnum.Bytes,
};

/** By the type with which a column was made; undefined for an expression, whose type its values tell. */
export const typeOfColumn = (type: string | null): ColumnType | undefined =>
  type === null ? undefined : declared[type.toUpperCase().replace(/\(.*/u, '')];

/** Of an expression, such as a count: that of its first value; of one that has only NULL, any. */
export function typeOfValues(values: Iterable<unknown>): ColumnType {
  for (const value of values) {
    if (value === null) continue;
    if (typeof value === 'bigint') return ColumnTypeEnum.Int64;
    if (typeof value === 'number') return ColumnTypeEnum.UnknownNumber;
    return typeof value === 'string' ? ColumnTypeEnum.Text : ColumnTypeEnum.Bytes;
  }
  return ColumnTypeEnum.Int32;
}

/** A value as Prisma takes it from an adapter: no BigInt, and instants as ISO text. */
export function fromSqlite(value: unknown, type: ColumnType | undefined): unknown {
  if (typeof value !== 'bigint' && typeof value !== 'number') return value;
  // Prisma's schema engine writes milliseconds.
  if (type === ColumnTypeEnum.DateTime) return new Date(Number(value)).toISOString();
  if (typeof value === 'number') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
