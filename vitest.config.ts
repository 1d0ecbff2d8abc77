import { defineConfig } from 'vitest/config'

// `unit` needs nothing but Node. `integration` needs a database: embedded by default, or a throw-away PostgreSQL with
// HOMEWARD_TEST_DATABASE=postgres (see tests/setup/). `stories` are the model rig's, alone on the machine.
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{app,dev-store,scripts,extensions,tests,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.integration.test.*', '**/*.stories.test.ts', 'tests/e2e/**'],
          setupFiles: ['tests/setup/console.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['{app,dev-store,tests}/**/*.integration.test.{ts,tsx}'],
          setupFiles: ['tests/setup/console.ts'],
          globalSetup: ['tests/setup/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { name: 'stories', include: ['tests/faults/**/*.stories.test.ts'] },
      },
    ],
    // Every worker of the integration tests holds a database of its own.
    maxWorkers: 2,
    env: { LOG_LEVEL: 'silent', TZ: 'UTC' },
  },
})
