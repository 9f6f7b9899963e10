import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { projectFile } from '../../src/platform/project-files.ts'
import { startPostgres } from '../given/resources/postgres-server.ts'
import { provision } from '../given/resources/provision.ts'
import { EMBEDDED_VARIABLE, makeEmbeddedTemplates, makeTemplate } from '../given/resources/template.ts'
import { scratchDirectory } from './scratch.ts'

export type SharedResources = { env: Record<string, string>; stop: () => Promise<void> }

export const NO_RESOURCES: SharedResources = { env: {}, stop: async () => {} }

// Otherwise a connection plans a statement again for each of its first five uses. Few statements run more
// often.
const PLANNED_ONCE = 'plan_cache_mode=force_generic_plan'

type Needs = {
  withBrowser: boolean
  /** Several processes use embedded databases. A process alone creates its own, if it needs one. */
  withEmbedded: boolean
}

/** Starts the servers and programs that all tests share. Environment variables name them. */
export const startResources = async (needs: Needs): Promise<SharedResources> => {
  const programs = provision(needs)
  // Tests of whole processes run the same build as `npm start`.
  const built = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', cwd: projectFile() })
  if (built.status !== 0) throw new Error('The program does not compile')
  const parent = scratchDirectory()
  const postgres = await startPostgres(programs, { parent, more: [PLANNED_ONCE] })
  const embedded = await mkdtemp(path.join(parent, 'mainstay-embedded-'))
  const stop = async () => {
    await Promise.all([postgres.stop(), rm(embedded, { recursive: true, force: true })])
  }
  try {
    await makeTemplate(postgres.url)
    if (needs.withEmbedded) await makeEmbeddedTemplates(embedded)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    env: {
      TEST_POSTGRES_URL: postgres.url,
      TEST_POSTGRES_SOCKETS: postgres.sockets,
      TEST_CHROMIUM: programs.chromium,
      ...(needs.withEmbedded ? { [EMBEDDED_VARIABLE]: embedded } : {}),
    },
    stop,
  }
}
