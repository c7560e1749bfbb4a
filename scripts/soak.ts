import { spawnSync } from 'node:child_process';

// The tests of `npm test` that have a long form, in that form: hundreds of kills, a hundred years, ten thousand mangled requests.
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', 'test/fleet', 'test/crash', 'test/time', 'mangled', '--reporter=verbose', ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, SOAK: '1', MANGLED: '10000' } },
);
process.exitCode = status ?? 1;
