import { spawnSync } from 'node:child_process'
import { projectFile } from '../../src/platform/project-files.ts'
import { startPostgres } from '../given/resources/postgres-server.ts'
import { provision } from '../given/resources/provision.ts'
import { makeTemplate } from '../given/resources/template.ts'
import { scratchDirectory } from './scratch.ts'

export type SharedResources = { env: Record<string, string>; stop: () => Promise<void> }

export const NO_RESOURCES: SharedResources = { env: {}, stop: async () => {} }

// Otherwise a connection plans a statement again for each of its first five uses. Few statements run more
// often.
const PLANNED_ONCE = 'plan_cache_mode=force_generic_plan'

/** Starts the servers and programs that all tests share. Environment variables name them. */
export const startResources = async (needs: { withBrowser: boolean }): Promise<SharedResources> => {
  const programs = provision(needs)
  // Tests of whole processes run the same build as `npm start`.
  const built = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', cwd: projectFile() })
  if (built.status !== 0) throw new Error('The program does not compile')
  const postgres = await startPostgres(programs, { parent: scratchDirectory(), more: [PLANNED_ONCE] })
  await makeTemplate(postgres.url).catch(async (error) => {
    await postgres.stop()
    throw error
  })
  return {
    env: { TEST_POSTGRES_URL: postgres.url, TEST_CHROMIUM: programs.chromium },
    stop: postgres.stop,
  }
}
