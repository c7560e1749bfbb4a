import { defineConfig } from 'prisma/config';

// `prisma generate` asks for a schema engine binary that it does not use, and would download it.
if (process.argv.includes('generate')) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;
}

export default defineConfig({});
