import { spawnSync } from 'node:child_process';

// All of `npm test` in its long form: on both databases, with hundreds of kills, a hundred years and ten thousand mangled
// requests.
const { status } = spawnSync('npx', ['vitest', 'run', '--reporter=verbose', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, SOAK: '1', MANGLED: '10000' },
});
process.exitCode = status ?? 1;
