import { configDefaults, defineConfig } from 'vitest/config';

/** Tests of code that touches nothing: they start without a database being made for them. */
const pure = [
  'test/architecture.test.ts',
  'test/calendar/**/*.test.ts',
  'test/enrolment/{csv,roster}.test.ts',
  'test/platforms/pace.test.ts',
  'test/programmes/programmes.test.ts',
  'test/render/{block-kit,escaping,plain-text,properties,teams-card}.test.ts',
  'test/slack/{manifest,pace,sealed}.test.ts',
  'test/teams/{errors,pace}.test.ts',
  'test/visibility/table.test.ts',
];

export default defineConfig({
  test: {
    // Three, where there are two cores: most tests wait for a disk, a server or a browser.
    maxWorkers: 3,
    // A file finds the modules that the one before has loaded: nothing of ours keeps a state of its own.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'pure', include: pure } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...pure],
          globalSetup: ['test/support/template.ts'],
        },
      },
    ],
  },
});
