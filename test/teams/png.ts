import { unzlibSync } from 'fflate';

/**
 * The pixels of a picture, row by row, each as red, green, blue and alpha: https://www.w3.org/TR/png-3/#9Filters
 * @param png with eight bits a colour, not interlaced
 */
export function pixelsOf(png: Buffer): number[][] {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const [depth, kind, interlaced] = [png[24], png[25], png[28]];
  if (depth !== 8 || (kind !== 6 && kind !== 2) || interlaced !== 0)
    throw new Error('a kind of PNG that is not read here');
  const size = kind === 6 ? 4 : 3;
  const packed = unzlibSync(Buffer.concat(dataOf(png)));
  const rows: Uint8Array[] = [];
  for (let y = 0; y < height; y += 1) {
    const start = y * (width * size + 1);
    const row = packed.slice(start + 1, start + 1 + width * size);
    undoFilter(packed[start] ?? 0, row, rows.at(-1) ?? new Uint8Array(row.length), size);
    rows.push(row);
  }
  return rows.flatMap((row) =>
    Array.from({ length: width }, (_, x) => [...row.subarray(x * size, x * size + size), 255].slice(0, 4)),
  );
}

function dataOf(png: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const isData = png.toString('latin1', at + 4, at + 8) === 'IDAT';
    if (isData) parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  return parts;
}

function undoFilter(filter: number, row: Uint8Array, above: Uint8Array, size: number): void {
  for (let x = 0; x < row.length; x += 1) {
    const [left = 0, up = 0, corner = 0] = [row[x - size], above[x], above[x - size]];
    const guesses = [0, left, up, (left + up) >> 1, paeth(left, up, corner)];
    row[x] = (row[x] ?? 0) + (guesses[filter] ?? 0);
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
