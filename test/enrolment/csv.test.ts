import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/features/enrolment/csv.js';
import { readRoster } from '../../src/features/enrolment/roster.js';
import { programmes } from '../../src/features/programmes/programmes.js';
import { bytesOf, faultsOf, header, rosterLines } from './fixtures.js';

const plain = rosterLines.map((line) => line.replace('Tom Hartwell', 'José Hartwell'));
const text = `${plain.join('\n')}\n`;
const expected = readRoster(bytesOf(text), programmes);

const utf16 = (content: string, order: 'le' | 'be') => {
  const buffer = Buffer.from(`\ufeff${content}`, 'utf16le');
  return new Uint8Array(order === 'le' ? buffer : buffer.swap16());
};

describe('a roster reads the same', () => {
  it.each<[string, Uint8Array]>([
    ['with a byte order mark', bytesOf(`\ufeff${text}`)],
    ['with CRLF', bytesOf(text.replaceAll('\n', '\r\n'))],
    ['with CR', bytesOf(text.replaceAll('\n', '\r'))],
    ['without a last line end', bytesOf(text.trimEnd())],
    ['with semicolons', bytesOf(text.replaceAll(',', ';'))],
    ['with tabs', bytesOf(text.replaceAll(',', '\t'))],
    ['with Excel’s “sep=” line', bytesOf(`sep=;\r\n${text.replaceAll(',', ';')}`)],
    ['as Excel’s Unicode text', utf16(text.replaceAll(',', '\t').replaceAll('\n', '\r\n'), 'le')],
    ['as big-endian UTF-16', utf16(text, 'be')],
    ['in Windows-1252', new Uint8Array(Buffer.from(text, 'latin1'))],
    [
      'with every value quoted',
      bytesOf(
        plain.map((line) =>
          line
            .split(',')
            .map((cell) => `"${cell}"`)
            .join(','),
        ),
      ),
    ],
    ['with a line break in a quoted value', bytesOf(text.replace('José Hartwell', '"José\r\nHartwell"'))],
    ['with stray blanks', bytesOf(text.replaceAll(',', ' ,\u00a0 ').replace('José ', 'José\u00a0\u202f '))],
    ['with what cannot be seen', bytesOf(text.replace('José', '\u200bJosé').replace('Priya', 'Priya\u00ad'))],
    ['with trailing columns', bytesOf(plain.map((line) => `${line},,,`))],
    [
      'with other headings',
      bytesOf(
        text.replace(header, 'HUB;Work Group; Program ;School name;Urn;ROLE;Full name;E-mail'.replaceAll(';', ',')),
      ),
    ],
    ['with columns in another order', bytesOf(plain.map((line) => line.split(',').toReversed().join(',')))],
    ['with emails in capitals', bytesOf(text.replaceAll('oakfield.example', 'Oakfield.EXAMPLE'))],
  ])('%s', (_, bytes) => {
    const withoutLines = (reading: typeof expected) =>
      reading.ok ? reading.rows.map(({ line: _line, ...row }) => row) : reading.faults;
    expect(withoutLines(readRoster(bytes, programmes))).toEqual(withoutLines(expected));
  });

  it('with empty lines, which count', () => {
    const reading = readRoster(bytesOf(`\n${text.replaceAll('\n', '\n\n')},,,\n`), programmes);
    expect(reading.ok && reading.rows.map(({ line }) => line)).toEqual([4, 6, 8, 10, 12, 14]);
  });
});

describe('lines are counted as an editor does', () => {
  it.each(['\n', '\r\n', '\r'])('with %j, past a line break in a value', (end) => {
    const reading = readTable(bytesOf(['a,b', `"x${end}y",1`, '', '2,3'].join(end)));
    expect(reading.ok && reading.rows).toEqual([
      { line: 2, cells: ['x y', '1'] },
      { line: 5, cells: ['2', '3'] },
    ]);
  });

  it('keeps a quotation mark inside a value', () => {
    const reading = readTable(bytesOf('a,b\nJo "Josie" Smith,"say ""hi"""\n'));
    expect(reading.ok && reading.rows[0]?.cells).toEqual(['Jo "Josie" Smith', 'say "hi"']);
  });
});

describe('what cannot be read is refused kindly', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(), /It is empty/],
    ['blank lines', bytesOf('\n \n,,,\n'), /It is empty/],
    ['a workbook', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0), /a workbook .*not a CSV/],
    ['an old workbook', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), /an old Excel workbook/],
    ['a PDF', bytesOf('%PDF-1.7'), /a PDF/],
    ['bytes', Uint8Array.from({ length: 256 }, (_, index) => index), /not a text file/],
    ['a file of 6 MB', new Uint8Array(6 * 1024 * 1024), /larger than 5 MB/],
  ])('%s', (_, bytes, problem) => {
    const [fault, ...others] = faultsOf(readTable(bytes));
    expect(others).toEqual([]);
    expect(fault?.problem).toMatch(problem);
    expect(fault?.line).toBe(0);
  });

  it.each([
    ['never closed', 'a,b\n1,2\n"x\ny",2\n3,"Ann\n4,5\n', 5],
    ['closed by the next one', 'a,b\n1,"Ann\n2,"Bea" x\n', 2],
    ['with words behind it', 'a,b\n1,"Ann" Lee\n', 2],
    ['in the header', 'a,"b\n1,2\n', 1],
  ])('a quotation mark %s, with the line where it began', (_, content, line) => {
    expect(faultsOf(readTable(bytesOf(content)))).toMatchObject([
      { line, problem: expect.stringMatching(/quotation mark/) },
    ]);
  });

  it('whatever the bytes are, without throwing', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array(), fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', '\t', ' ', 'a', ';') })),
        (input) => {
          const reading = readTable(typeof input === 'string' ? bytesOf(input) : input);
          expect(reading.ok || reading.faults.length > 0).toBe(true);
          expect(reading.ok ? '' : JSON.stringify(reading.faults)).not.toMatch(/cannot be read as CSV/);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('any table, written out in any way, reads back the same', () => {
  const value = fc
    .string({ unit: fc.constantFrom(...'abz ÉżÅ\'",;\t\n0-') })
    .map((cell) => cell.replace(/\s+/g, ' ').trim());
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) =>
      fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    );
  const style = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t'),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    quoteAll: fc.boolean(),
    pad: fc.constantFrom('', ' ', '\u00a0 '),
    mark: fc.boolean(),
    lastEnd: fc.boolean(),
  });

  it('holds', () => {
    fc.assert(
      fc.property(table, style, (rows, { delimiter, end, quoteAll, pad, mark, lastEnd }) => {
        const heading = (rows[0] ?? []).map((_, index) => `column ${index}`);
        const write = (cell: string) => {
          const quoted = quoteAll || /["\n\r,;\t]/.test(cell);
          return pad + (quoted ? `"${cell.replaceAll('"', '""').replaceAll(' ', ` ${end}`)}"` : cell) + pad;
        };
        const lines = [heading, ...rows].map((row) => row.map(write).join(delimiter));
        const reading = readTable(bytesOf((mark ? '\ufeff' : '') + lines.join(end) + (lastEnd ? end : '')));
        const kept = rows.filter((row) => row.some((cell) => cell !== ''));
        expect(reading.ok && reading.rows.map(({ cells }) => cells)).toEqual(kept);
      }),
      { numRuns: 400 },
    );
  });
});
