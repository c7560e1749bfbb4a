import type { Database } from '../../src/store/client.js';
import { Prisma } from '../../src/store/generated/sqlite/client.js';

/** Every row of every table, but for those named. */
export async function everything(db: Database, but: readonly string[] = []): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const name of Object.keys(Prisma.ModelName)) {
    if (but.includes(name)) continue;
    const model = `${name[0]?.toLowerCase()}${name.slice(1)}` as 'person';
    const rows: object[] = await db[model].findMany();
    tables[name] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return tables;
}

/** What has come and gone between two looks at everything, a row a line. */
export function changes(before: Record<string, string[]>, after: Record<string, string[]>): string[] {
  return Object.entries(after).flatMap(([table, rows]) => {
    const [old, young] = [new Set(before[table]), new Set(rows)];
    return [
      ...[...old].filter((row) => !young.has(row)).map((row) => `- ${table} ${row}`),
      ...[...young].filter((row) => !old.has(row)).map((row) => `+ ${table} ${row}`),
    ];
  });
}
