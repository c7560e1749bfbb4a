import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/template.ts'],
    // Three, where there are two cores: most tests wait for a disk, a server or a browser.
    maxWorkers: 3,
    // A file finds the modules that the one before has loaded: nothing of ours keeps a state of its own.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
