import { CsvError, parse } from 'csv-parse/sync';
import { decodeText } from '../../shared/decode-text.js';
import type { Fault } from './schema.js';

const largestFile = 5 * 1024 * 1024;

/** Soft hyphens, zero-width blanks, marks of direction and of byte order. */
const invisible = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]/g;
/** Non-breaking ones, and the line breaks within a value that some programs write. */
const otherBlanks = /[^\S\n\t]|\u0085/g;

export interface TableRow {
  /** Where the row begins. */
  line: number;
  cells: readonly string[];
}

/** A file's rows, tidied; rows without a word are left out. The first one names the columns. */
export type TableReading = { ok: true; header: TableRow; rows: TableRow[] } | { ok: false; faults: Fault[] };

/** Reads what Excel, Google Sheets and text editors call CSV, in any encoding and with any separator they use. */
export function readTable(bytes: Uint8Array): TableReading {
  const refuse = (line: number, problem: string, remedy: string): TableReading => ({
    ok: false,
    faults: [{ line, problem, remedy }],
  });

  if (bytes.length > largestFile) {
    return refuse(
      0,
      'It is larger than 5 MB, far more than a roster or a list of dates.',
      'Check that it is the right file, or split it.',
    );
  }
  const foreign = foreignFormat(bytes);
  if (foreign !== undefined) {
    return refuse(
      0,
      `It is ${foreign}, not a CSV file.`,
      'Save it as CSV: in Excel “Save As, CSV UTF-8”, in Google Sheets “File, Download, .csv”.',
    );
  }
  const text = decodeText(bytes).replace(/\r\n?/g, '\n').replace(invisible, '').replace(otherBlanks, ' ');
  if (/[^\P{Cc}\n\t]/u.test(text)) {
    return refuse(
      0,
      'It is not a text file.',
      'Save the table as CSV: in Excel “Save As, CSV UTF-8”, in Google Sheets “File, Download, .csv”.',
    );
  }
  // Excel writes and reads a first line "sep=;" in some settings. It stays as an empty line, for the count.
  const [, declared] = /^sep=([,;\t|])(?=\n)/i.exec(text) ?? [];
  const body = text.replace(/^sep=[,;\t|](?=\n)/i, '');
  const delimiter = declared ?? findDelimiter(body);

  const openQuote = findOpenQuote(body, delimiter);
  if (openQuote !== undefined) {
    return refuse(
      openQuote,
      'A quotation mark opens a value here and is not closed where the value ends, so what follows cannot be read.',
      'Close it, take it out, or write a quotation mark inside a quoted value twice ("").',
    );
  }
  const rows = split(body, delimiter);
  if (!Array.isArray(rows)) return { ok: false, faults: [rows] };
  const [header, ...rest] = rows;
  if (header === undefined) {
    return refuse(
      0,
      'It is empty.',
      'Put the names of the columns in the first line and one entry in each line below.',
    );
  }
  return { ok: true, header, rows: rest };
}

function foreignFormat(bytes: Uint8Array): string | undefined {
  const starts = (...signature: number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04)) return 'a workbook (.xlsx, .ods or .zip)';
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return 'an old Excel workbook (.xls)';
  if (starts(0x25, 0x50, 0x44, 0x46)) return 'a PDF';
  return undefined;
}

/** Whichever splits the first line that has words into most cells, apart from what is in quotation marks. */
function findDelimiter(text: string): string {
  const bare = text.slice(0, 10_000).replace(/"[^"]*(?:""[^"]*)*"/g, '""');
  const [firstLine = ''] = /\S.*/.exec(bare) ?? [];
  const cells = (delimiter: string) => firstLine.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, next) => (cells(next) > cells(best) ? next : best));
}

/** The line on which a quoted value begins that does not end as it should. */
function findOpenQuote(text: string, delimiter: string): number | undefined {
  const blank = delimiter === '\t' ? '[^\\S\\t\\n]*' : '[^\\S\\n]*';
  const separator = `\\x${delimiter.charCodeAt(0).toString(16).padStart(2, '0')}`;
  const quoted = new RegExp(`${blank}"[^"]*(?:""[^"]*)*"${blank}(?=${separator}|\\n|$)`, 'y');
  const plain = new RegExp(`(?!${blank}")[^${separator}\\n]*`, 'y');
  for (let at = 0; at <= text.length; at++) {
    quoted.lastIndex = at;
    plain.lastIndex = at;
    if (quoted.test(text)) at = quoted.lastIndex;
    else if (plain.test(text)) at = plain.lastIndex;
    else return text.slice(0, at).split('\n').length;
  }
  return undefined;
}

function split(text: string, delimiter: string): TableRow[] | Fault {
  try {
    const records = parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      trim: true,
      info: true,
      raw: true,
    }) as unknown as { info: { lines: number }; raw: string; record: string[] }[];
    return records
      .map(({ info, raw, record }) => ({
        line: info.lines - (raw.replace(/\n$/, '').split('\n').length - 1),
        cells: record.map(tidy),
      }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 0;
    return {
      line,
      problem: `It cannot be read as CSV (${error.code}).`,
      remedy: 'Look at the quotation marks in and before this line.',
    };
  }
}

/** Any run of blanks, line breaks included, is one blank. */
const tidy = (cell: string): string => cell.normalize('NFC').replace(/\s+/g, ' ').trim();
