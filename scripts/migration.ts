import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { createSqliteAdapter } from '../src/store/sqlite/adapter.js';
import { listMigrations, noFilters, openMigrationEngine } from './migration-engine.js';
import { type Provider, providers, readSchema, root } from './schema.js';

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  process.stderr.write('Usage: npm run db:migration -- NAME   (lower-case letters, digits and _)\n');
  process.exit(1);
}
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
for (const provider of providers) await writeMigration(provider, `${stamp}_${name}`);

/**
 * Migrates an empty in-memory database as far as the migrations go; what the models add is the next one.
 * PGlite stands in for PostgreSQL, whose live schema the engine cannot read through a JavaScript adapter.
 */
async function writeMigration(provider: Provider, folder: string): Promise<void> {
  const base = path.join(root, 'prisma', provider, 'migrations');
  mkdirSync(base, { recursive: true });
  writeFileSync(path.join(base, 'migration_lock.toml'), `provider = "${provider}"\n`);

  const files = readSchema(provider).map(([file, content]) => ({ path: path.join(root, 'prisma', file), content }));
  const adapter: SqlMigrationAwareDriverAdapterFactory =
    provider === 'sqlite' ? createSqliteAdapter(':memory:') : new PrismaPGlite(new PGlite());
  const engine = await openMigrationEngine(
    adapter,
    files.map((file): [string, string] => [file.path, file.content]),
  );
  await engine.applyMigrations({ migrationsList: listMigrations(provider), filters: noFilters });
  const { stdout } = await engine.diff({
    from: { tag: 'schemaDatasource', files, configDir: root },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: null,
    filters: noFilters,
  });
  if (!stdout || stdout.includes('This is an empty migration')) {
    process.stdout.write(`${provider}: nothing to change\n`);
    return;
  }
  mkdirSync(path.join(base, folder));
  writeFileSync(path.join(base, folder, 'migration.sql'), stdout);
  process.stdout.write(`${provider}: prisma/${provider}/migrations/${folder}/migration.sql\n`);
}
process.exit(0);
