import { openDatabase } from '/work/main/src/compose.js';
import { inWords } from '/work/main/src/shared/failure.js';
import Better from '/work/main/node_modules/better-sqlite3/lib/index.js';
import { writeFileSync, mkdirSync, rmSync } from 'node:fs';
async function attempt(name, url, f) { const t = performance.now(); try { const db = await openDatabase(url); if (f) await f(db); console.log(name,'ok'); await db.$disconnect(); } catch (e) { console.log('==', name, Math.round(performance.now()-t),'ms\n', inWords(e), '\n raw:', e.constructor.name, e.code, String(e.message).slice(0,300).replace(/\n/g,'|'), JSON.stringify(e.cause ?? e.meta)?.slice(0,300)); } }
mkdirSync('/tmp/exp/dir', {recursive:true});
writeFileSync('/tmp/exp/not.db', 'this is no database '.repeat(100));
await attempt('dir', 'file:/tmp/exp/dir');
await attempt('not a db', 'file:/tmp/exp/not.db');
await attempt('under file', 'file:/tmp/exp/not.db/x/y.db');
await attempt('pg refused', 'postgresql://x@127.0.0.1:1/y');
await attempt('pg nohost', 'postgresql://x@nowhere.invalid:5432/y');
await attempt('pg nodb', 'postgresql://postgres@127.0.0.1:5432/nowhere');
await attempt('pg nouser', 'postgresql://nobodyx@127.0.0.1:5432/test');
await attempt('pg mangled', 'postgresql://[');
await attempt('pg nodb name', 'postgresql://postgres@127.0.0.1:5432');
rmSync('/tmp/exp/l.db', {force:true});
await attempt('locked', 'file:/tmp/exp/l.db', async (db) => {
  await db.$queryRawUnsafe('PRAGMA busy_timeout = 50');
  const b = new Better('/tmp/exp/l.db'); b.exec('BEGIN EXCLUSIVE');
  await attempt('hub', 'file:/tmp/exp/l.db');
  for (const f of [() => db.hub.updateMany({data:{name:'x'}}), () => db.$transaction((tx) => tx.hub.count()), ()=>db.hub.count()]) try { await f(); console.log('fine') } catch(e) { console.log('raw:', e.constructor.name, e.code, String(e).replace(/\n/g,'|').slice(0,400), JSON.stringify(e.meta), inWords(e)); }
  b.exec('ROLLBACK');
  await db.$queryRawUnsafe('PRAGMA query_only = ON');
  for (const f of [() => db.hub.updateMany({data:{name:'x'}}), () => db.$transaction((tx) => tx.hub.create({data:{id:'a', name:'b'}}))]) try { await f(); console.log('fine') } catch(e) { console.log('raw:', e.constructor.name, e.code, String(e).replace(/\n/g,'|').slice(0,400), JSON.stringify(e.meta), inWords(e)); }
});
